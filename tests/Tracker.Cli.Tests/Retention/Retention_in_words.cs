using Tracker.Cli.Retention;
using Tracker.Data.Retention;

namespace Tracker.Cli.Tests.Retention;

public sealed class Retention_in_words
{
    private static readonly DateTime March = new(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Where_it_never_ran_all_reports_are_kept() =>
        Assert.Contains("All reports are kept", Assert.Single(RetentionText.Lines(new RetentionState(default, default, default, new Dictionary<string, long>()))), StringComparison.Ordinal);

    [Fact]
    public void While_it_is_under_way_it_says_who_is_waited_for() => Assert.Equal(
        [
            "refused  reports before 2026-03-03 00:00Z",
            "dropped  reports before 2026-02-01",
            "to drop  reports before 2026-03-01",
            "waits    for tracker-status (1,200 trackers)",
        ],
        RetentionText.Lines(new RetentionState(RetentionPlan.Horizon(March), March, March.AddMonths(-1), new Dictionary<string, long> { ["tracker-status"] = 1_200 })));

    [Fact]
    public void Once_it_is_done_it_says_what_is_gone_and_refused() => Assert.Equal(
        ["refused  reports before 2026-03-03 00:00Z", "dropped  reports before 2026-03-01"],
        RetentionText.Lines(new RetentionState(RetentionPlan.Horizon(March), March, March, new Dictionary<string, long>())));
}
