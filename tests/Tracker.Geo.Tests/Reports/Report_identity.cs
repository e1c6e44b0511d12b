using FsCheck;
using FsCheck.Fluent;
using Tracker.Geo.Reports;

namespace Tracker.Geo.Tests.Reports;

public sealed class Report_identity
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
    public void A_fingerprint_is_the_same_in_every_process_and_version() => Assert.Equal(FirstSeen, Report.Fingerprint());

    [Fact]
    public void A_fingerprint_leaves_out_the_tracker_and_the_time() => Assert.Equal(
        Report.Fingerprint(), (Report with { TrackerKey = "b", RecordedAt = Report.RecordedAt.AddDays(1) }).Fingerprint());

    [Fact]
    public void A_fingerprint_tells_reports_apart_by_each_thing_reported()
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
    public void Zero_has_no_sign_and_absence_has_one_form()
    {
        Assert.Equal((Report with { Latitude = 0.0 }).Fingerprint(), (Report with { Latitude = -0.0 }).Fingerprint());
        Assert.Equal((Report with { HeadingDegrees = null }).Fingerprint(), (Report with { HeadingDegrees = -double.NaN }).Fingerprint());
    }

    [Fact]
    public void Keys_order_by_event_time_then_fingerprint() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Gen.ArrayOf(Gen.Zip(Gen.Choose(0, 3), Gen.Choose(-3, 3))).ToArbitrary(), given =>
        {
            ReportKey[] keys = [.. given.Select(part => new ReportKey(Report.RecordedAt.AddSeconds(part.Item1), part.Item2))];
            Assert.Equal(keys.OrderBy(key => key.RecordedAt).ThenBy(key => key.Fingerprint), keys.Order());
            foreach ((ReportKey one, ReportKey other) in keys.Zip(keys.Reverse()))
            {
                Assert.Equal(one.CompareTo(other) < 0, one < other);
                Assert.Equal(one.CompareTo(other) <= 0, one <= other);
                Assert.Equal(one.CompareTo(other) > 0, one > other);
                Assert.Equal(one.CompareTo(other) >= 0, one >= other);
            }
        }));

    // Stored reports rest on this value: it may never change.
    private const long FirstSeen = 9036953727370219239;
}
