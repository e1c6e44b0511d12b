using Tracker.Data.Retention;

namespace Tracker.Data.Tests.Retention;

public sealed class RetentionPlanTests
{
    [Theory]
    [InlineData("2026-03-31T23:59:59Z", 31, "2026-02-01")]
    [InlineData("2026-04-01T00:00:00Z", 31, "2026-03-01")]
    [InlineData("2026-04-15T12:00:00Z", 365, "2025-04-01")]
    [InlineData("2024-03-31T00:00:00Z", 31, "2024-02-01")]
    public void Whole_months_older_than_the_retention_time_are_dropped(string now, int days, string dropBefore)
    {
        DateTime before = RetentionPlan.DropBefore(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime, TimeSpan.FromDays(days));

        Assert.Equal(dropBefore, $"{before:yyyy-MM-dd}");
        Assert.Equal(TimeSpan.FromDays(2), RetentionPlan.Horizon(before) - before);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(36_501)]
    [InlineData(-1)]
    public void A_retention_time_out_of_range_is_refused(int days) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RetentionPlan.DropBefore(DateTime.UnixEpoch, TimeSpan.FromDays(days)));
}
