using System.ComponentModel.DataAnnotations;
using LocationAggregator.Stays;
using Tracker.Geo.Geodesy;
using Tracker.Geo.Reports;

namespace LocationAggregator.Tests.Stays;

public sealed class StayDetectorTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(300, 1)]
    [InlineData(299, 0)]
    public void Stay_lasts_the_minimum_duration_until_the_first_report_outside(int seconds, int stays) =>
        Assert.Equal(stays, Advance(new StayOptions(), At(0, 0), At(120, 0.0001), At(seconds, 0.01)).Stays.Count);

    [Fact]
    public void Report_at_exactly_the_distance_closes_the_window()
    {
        StayOptions options = new() { DistanceMetres = Earth.DistanceMetres(0.5, 7, 0.51, 7) };
        Assert.Single(Advance(options, At(0, 0.5), At(400, 0.51)).Stays);
    }

    [Theory]
    [InlineData(900, 1)]
    [InlineData(901, 0)]
    public void Silence_longer_than_the_gap_discards_the_window(int silence, int stays)
    {
        StayAdvance advance = Advance(new StayOptions(), At(0, 0), At(600, 0), At(600 + silence, 0.01));
        Assert.Equal(stays, advance.Stays.Count);
        Assert.Equal(At(600 + silence, 0.01).Key, advance.Open!.Value.Anchor);
    }

    [Fact]
    public void Open_window_is_not_a_stay() => Assert.Empty(Advance(new StayOptions(), At(0, 0), At(800, 0), At(1600, 0)).Stays);

    [Fact]
    public void Reports_out_of_order_are_refused() =>
        Assert.Throws<ArgumentException>(() => Advance(new StayOptions(), At(10, 0), At(0, 0)));

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        Assert.Contains("DistanceMetres", Refusal(new() { DistanceMetres = 0 }), StringComparison.Ordinal);
        Assert.Contains("MinimumDuration", Refusal(new() { MinimumDuration = TimeSpan.Zero }), StringComparison.Ordinal);
        Assert.Contains("Gap", Refusal(new() { Gap = TimeSpan.FromDays(-1) }), StringComparison.Ordinal);
    }

    private static string Refusal(StayOptions options) => Assert.Throws<ValidationException>(() => new StayDetector(options)).Message;

    private static StayAdvance Advance(StayOptions options, params Fix[] reports) => new StayDetector(options).Advance(window: null, reports);

    private static Fix At(int seconds, double latitude, double longitude = 7) => new(new ReportKey(Start.AddSeconds(seconds), 1), latitude, longitude);
}
