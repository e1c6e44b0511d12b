using Tracker.Geo.Reports;

namespace Tracker.Geo.Tests.Reports;

public sealed class ReportRulesTests
{
    private static readonly DateTime Now = new(2026, 1, 31, 8, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(60);

    private static readonly NewReport Fine = new() { TrackerKey = "bus 7", RecordedAt = Now, Latitude = 30.3, Longitude = -97.7 };

    public static TheoryData<string, RejectionReason?> Keys() => new()
    {
        { "bus 7", null },
        { "", RejectionReason.MissingTracker },
        { "  ", RejectionReason.MissingTracker },
        { "a\0b", RejectionReason.MissingTracker },
        { new string('x', 200), null },
        { new string('x', 201), RejectionReason.MissingTracker },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public void Report_needs_a_usable_tracker_key(string key, RejectionReason? reason) =>
        Assert.Equal(reason, Reject(Fine with { TrackerKey = key }));

    [Theory]
    [InlineData(90, 180, null)]
    [InlineData(-90, -180, null)]
    [InlineData(90.0001, 0, RejectionReason.ImpossibleCoordinates)]
    [InlineData(10, -180.0001, RejectionReason.ImpossibleCoordinates)]
    [InlineData(double.NaN, 0, RejectionReason.ImpossibleCoordinates)]
    [InlineData(0, double.PositiveInfinity, RejectionReason.ImpossibleCoordinates)]
    [InlineData(0, 0, RejectionReason.NullIsland)]
    [InlineData(-0.0, 0, RejectionReason.NullIsland)]
    [InlineData(0, 0.0001, null)]
    public void Report_needs_coordinates_in_range_and_not_at_the_origin(double latitude, double longitude, RejectionReason? reason) =>
        Assert.Equal(reason, Reject(Fine with { Latitude = latitude, Longitude = longitude }));

    [Theory]
    [InlineData(0, null)]
    [InlineData(60, null)]
    [InlineData(60.000001, RejectionReason.InFuture)]
    [InlineData(-86400 * 365 * 20.0, null)]
    public void Report_in_the_future_is_rejected_beyond_the_tolerance(double seconds, RejectionReason? reason) =>
        Assert.Equal(reason, Reject(Fine with { RecordedAt = Now.AddSeconds(seconds) }));

    [Fact]
    public void Report_before_2000_is_rejected()
    {
        Assert.Equal(RejectionReason.BeforeYear2000, Reject(Fine with { RecordedAt = ReportRules.Earliest.AddTicks(-1) }));
        Assert.Null(Reject(Fine with { RecordedAt = ReportRules.Earliest }));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-5.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.Epsilon)]
    [InlineData(1e-60)]
    [InlineData(0.000999)]
    [InlineData(1e39)]
    [InlineData(1e300)]
    [InlineData(double.MaxValue)]
    public void Impossible_accuracy_counts_as_unknown(double accuracy) =>
        Assert.Null(ReportRules.Normalize(Fine with { AccuracyMetres = accuracy }).AccuracyMetres);

    [Theory]
    [InlineData(ReportRules.MinAccuracyMetres)]
    [InlineData(float.MaxValue)]
    public void Kept_accuracy_is_valid_in_the_32_bits_that_store_it(double accuracy)
    {
        Assert.Equal(accuracy, ReportRules.Normalize(Fine with { AccuracyMetres = accuracy }).AccuracyMetres);
        Assert.InRange((float)accuracy, (float)ReportRules.MinAccuracyMetres, float.MaxValue);
    }

    [Fact]
    public void Measurements_out_of_range_are_dropped_and_the_others_kept()
    {
        NewReport stored = ReportRules.Normalize(Fine with
        {
            TrackerKey = " bus 7 ",
            AccuracyMetres = 12,
            SpeedMetresPerSecond = -1,
            HeadingDegrees = 361,
            BatteryPercent = 101,
            AltitudeMetres = double.NaN,
        });
        Assert.Equal(Fine with { AccuracyMetres = 12 }, stored);
    }

    [Fact]
    public void Event_times_are_truncated_to_whole_microseconds() =>
        Assert.Equal(Now.AddTicks(10), ReportRules.Normalize(Fine with { RecordedAt = Now.AddTicks(19) }).RecordedAt);

    private static RejectionReason? Reject(NewReport report) => ReportRules.Reject(report, Now, Tolerance);
}
