using Tracker.Hosting.Data;

namespace Tracker.Hosting.Tests.Data;

public sealed class ConsumerProgressTests
{
    private readonly ConsumerProgress _progress = new(TimeSpan.FromSeconds(60));

    [Fact]
    public void Backlog_that_nobody_processes_is_reported_after_the_limit_with_its_growth()
    {
        Assert.Null(Observe(100, 10, 0));
        Assert.Null(Observe(100, 2_000, 59));
        Assert.Contains("no report was processed for 60 s, while the backlog went from 10 to 4,000 reports", Observe(100, 4_000, 60), StringComparison.Ordinal);
        Assert.NotNull(Observe(100, 4_000, 61));
    }

    [Fact]
    public void Progress_of_any_instance_counts_however_large_the_backlog_is()
    {
        for (int second = 0; second < 600; second += 30)
        {
            Assert.Null(Observe(100 + second, 1_000_000 + (10 * second), second));
        }
    }

    [Fact]
    public void Time_without_a_backlog_does_not_count()
    {
        Assert.Null(Observe(100, 0, 0));
        Assert.Null(Observe(100, 5, 300));
        Assert.Null(Observe(100, 5, 359));
        Assert.NotNull(Observe(100, 5, 360));
        Assert.Null(Observe(105, 0, 361));
        Assert.Null(Observe(105, 5, 1_000));
    }

    [Fact]
    public void Report_after_a_progress_begins_a_new_wait()
    {
        Assert.Null(Observe(100, 10, 0));
        Assert.NotNull(Observe(100, 10, 60));
        Assert.Null(Observe(101, 9, 61));
        Assert.Null(Observe(101, 9, 120));
        Assert.NotNull(Observe(101, 9, 121));
    }

    private string? Observe(long position, long backlog, int second) => _progress.Observe(position, backlog, TimeSpan.FromSeconds(second));
}
