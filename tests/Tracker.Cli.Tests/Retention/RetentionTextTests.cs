using Tracker.Cli.Retention;
using Tracker.Data.Retention;

namespace Tracker.Cli.Tests.Retention;

public sealed class RetentionTextTests
{
    private static readonly DateTime March = new(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void All_reports_are_kept_if_retention_never_ran() =>
        Assert.Contains(
            "All reports are kept",
            Assert.Single(RetentionText.Lines(new RetentionState(default, default, default, new Dictionary<string, long>()))),
            StringComparison.Ordinal);

    [Fact]
    public void A_drop_in_progress_names_the_consumers_that_it_waits_for() => Assert.Equal(
        [
            "refused  reports before 2026-03-03 00:00Z",
            "dropped  reports before 2026-02-01",
            "to drop  reports before 2026-03-01",
            "waits    for tracker-status (1,200 trackers)",
        ],
        RetentionText.Lines(
            new RetentionState(
                RetentionPlan.Horizon(March), March, March.AddMonths(-1), new Dictionary<string, long> { ["tracker-status"] = 1_200 })));

    [Fact]
    public void A_completed_drop_names_what_is_dropped_and_refused() => Assert.Equal(
        ["refused  reports before 2026-03-03 00:00Z", "dropped  reports before 2026-03-01"],
        RetentionText.Lines(new RetentionState(RetentionPlan.Horizon(March), March, March, new Dictionary<string, long>())));
}
