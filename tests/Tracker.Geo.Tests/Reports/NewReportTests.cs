using Tracker.Geo.Reports;

namespace Tracker.Geo.Tests.Reports;

public sealed class NewReportTests
{
    private static readonly NewReport Report = new()
    {
        TrackerKey = "a",
        RecordedAt = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        Latitude = 30.25,
        Longitude = -97.75,
        SpeedMetresPerSecond = 3,
    };

    [Fact]
    public void Fingerprint_is_the_same_in_every_process_and_version() => Assert.Equal(FirstSeen, Report.Fingerprint());

    [Fact]
    public void Fingerprint_ignores_the_tracker_and_the_time() => Assert.Equal(
        Report.Fingerprint(), (Report with { TrackerKey = "b", RecordedAt = Report.RecordedAt.AddDays(1) }).Fingerprint());

    [Fact]
    public void Fingerprint_differs_if_any_reported_value_differs()
    {
        NewReport[] reports =
        [
            Report,
            Report with { Latitude = 30.26 },
            Report with { Longitude = -97.76 },
            Report with { AccuracyMetres = 3 },
            Report with { AltitudeMetres = 3 },
            Report with { SpeedMetresPerSecond = null },
            Report with { HeadingDegrees = 3 },
            Report with { BatteryPercent = 3 },
        ];
        Assert.Equal(reports.Length, reports.Select(report => report.Fingerprint()).Distinct().Count());
    }

    [Fact]
    public void Fingerprint_ignores_the_sign_of_zero_and_of_NaN()
    {
        Assert.Equal((Report with { Latitude = 0.0 }).Fingerprint(), (Report with { Latitude = -0.0 }).Fingerprint());
        Assert.Equal((Report with { HeadingDegrees = null }).Fingerprint(), (Report with { HeadingDegrees = -double.NaN }).Fingerprint());
    }

    // Stored reports depend on this value, so it must never change.
    private const long FirstSeen = 9036953727370219239;
}
