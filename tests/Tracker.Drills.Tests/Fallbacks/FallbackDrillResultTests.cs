using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using Tracker.Drills.Fallbacks;

namespace Tracker.Drills.Tests.Fallbacks;

public sealed class FallbackDrillResultTests
{
    [Theory]
    [InlineData(0.50, 50)]
    [InlineData(0.99, 99)]
    [InlineData(1.00, 100)]
    public void A_percentile_is_that_of_the_nearest_rank(double share, double expected)
    {
        double[] sorted = [.. Enumerable.Range(1, 100).Select(i => (double)i)];
        Assert.Equal(expected, FallbackPhase.Percentile(sorted, share));
    }

    [Theory]
    [InlineData(15, true)]
    [InlineData(16, false)]
    public void A_ratio_up_to_1_5_is_good(double during, bool isGood)
    {
        FallbackDrillResult result = new(Of(10), Of(during));
        Assert.Equal(isGood, result.IsGood);
    }

    [Theory]
    [InlineData("write")]
    [InlineData("read")]
    public void A_failed_operation_is_bad(string what)
    {
        FallbackPhase during = Phase(10);
        during.Fail(what, new TimeoutException());
        Assert.False(new FallbackDrillResult(Of(10), during.Figures()).IsGood);
    }

    [Fact]
    public void A_phase_without_writes_or_without_affected_reads_is_bad()
    {
        var silent = new FallbackPhase();
        silent.Read(NodeRole.Primary);
        Assert.Null(new FallbackDrillResult(Of(10), silent.Figures()).Ratio);
        Assert.False(new FallbackDrillResult(Of(10), silent.Figures()).IsGood);

        var unfelt = new FallbackPhase();
        unfelt.Write(TimeSpan.FromMilliseconds(10));
        unfelt.Read(NodeRole.Replica);
        Assert.False(new FallbackDrillResult(Of(10), unfelt.Figures()).IsGood);
    }

    [Fact]
    public void Reads_are_counted_by_the_server_that_served_them()
    {
        FallbackPhase phase = new();
        phase.Read(NodeRole.Replica);
        phase.Read(NodeRole.Primary);
        phase.Read(NodeRole.Primary);
        phase.Refuse();
        FallbackFigures figures = phase.Figures();
        Assert.Equal((1, 2, 1, 0), (figures.ReadsByReplica, figures.ReadsByPrimary, figures.ReadsRefused, figures.Writes));
    }

    private static FallbackFigures Of(double milliseconds) => Phase(milliseconds).Figures();

    private static FallbackPhase Phase(double milliseconds)
    {
        FallbackPhase phase = new();
        phase.Write(TimeSpan.FromMilliseconds(milliseconds));
        phase.Read(NodeRole.Primary);
        return phase;
    }
}
