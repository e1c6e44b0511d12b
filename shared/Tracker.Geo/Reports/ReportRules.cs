using Tracker.Geo.Time;

namespace Tracker.Geo.Reports;

/// <summary>Which reports are stored and which are quarantined; values in, a verdict out.</summary>
public static class ReportRules
{
    /// <summary>Event times before this moment come from clocks that were never set.</summary>
    public static readonly DateTime Earliest = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>How far ahead of now an event time may lie where its source says nothing else: clocks differ.</summary>
    public static readonly TimeSpan UsualFutureTolerance = TimeSpan.FromSeconds(60);

    /// <summary>The longest tracker key, in characters.</summary>
    public const int LongestTrackerKey = 200;

    /// <summary>The least accuracy that is believed, in metres: what claims to be better says that it does not know.</summary>
    public const double LeastAccuracyMetres = 0.001;

    /// <summary>Why <paramref name="report"/> can't be stored; null where it can.</summary>
    /// <param name="report">The report, its time in UTC.</param>
    /// <param name="now">The moment of judging, UTC.</param>
    /// <param name="futureTolerance">How far ahead of <paramref name="now"/> an event time may lie (clocks differ).</param>
    public static RejectionReason? Reject(NewReport report, DateTime now, TimeSpan futureTolerance)
    {
        if (string.IsNullOrWhiteSpace(report.TrackerKey) || report.TrackerKey.Length > LongestTrackerKey || report.TrackerKey.Contains('\0'))
        {
            return RejectionReason.MissingTracker;
        }

        if (!(Math.Abs(report.Latitude) <= 90) || !(Math.Abs(report.Longitude) <= 180))
        {
            return RejectionReason.ImpossibleCoordinates;
        }

        if (report is { Latitude: 0, Longitude: 0 })
        {
            return RejectionReason.NullIsland;
        }

        if (report.RecordedAt < Earliest)
        {
            return RejectionReason.BeforeYear2000;
        }

        return report.RecordedAt > now + futureTolerance ? RejectionReason.InFuture : null;
    }

    /// <summary>
    /// The report as it is stored: whole microseconds; accuracy null unless it is <see cref="LeastAccuracyMetres"/> or more
    /// and finite as stored (in 32 bits); other measurements null where they are not finite or out of their range.
    /// </summary>
    public static NewReport Normalize(NewReport report) => report with
    {
        TrackerKey = report.TrackerKey.Trim(),
        RecordedAt = StoredTime.WholeMicroseconds(report.RecordedAt),
        AccuracyMetres = Within(report.AccuracyMetres, LeastAccuracyMetres, float.MaxValue),
        AltitudeMetres = Within(report.AltitudeMetres, -100_000, 100_000_000),
        SpeedMetresPerSecond = Within(report.SpeedMetresPerSecond, 0, 100_000),
        HeadingDegrees = Within(report.HeadingDegrees, 0, 360),
        BatteryPercent = Within(report.BatteryPercent, 0, 100),
    };

    private static double? Within(double? value, double lowest, double highest) =>
        value is { } known && known >= lowest && known <= highest ? known : null;
}
