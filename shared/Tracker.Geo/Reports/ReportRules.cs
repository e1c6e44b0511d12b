using Tracker.Geo.Time;

namespace Tracker.Geo.Reports;

/// <summary>Decides which reports are stored and which are quarantined. Pure functions.</summary>
public static class ReportRules
{
    /// <summary>Event times before this moment come from clocks that were never set.</summary>
    public static readonly DateTime Earliest = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>How far an event time may be ahead of now if the source sets no tolerance: clocks differ.</summary>
    public static readonly TimeSpan DefaultFutureTolerance = TimeSpan.FromSeconds(60);

    /// <summary>The maximum length of a tracker key in characters.</summary>
    public const int MaxTrackerKeyLength = 200;

    /// <summary>The smallest accuracy that counts as known, in metres. Sources use smaller values for "unknown".</summary>
    public const double MinAccuracyMetres = 0.001;

    /// <summary>Returns why <paramref name="report"/> can't be stored; null if it can.</summary>
    /// <param name="report">The report, with its time in UTC.</param>
    /// <param name="now">The current time, UTC.</param>
    /// <param name="futureTolerance">How far an event time may be ahead of <paramref name="now"/>.</param>
    public static RejectionReason? Reject(NewReport report, DateTime now, TimeSpan futureTolerance)
    {
        if (string.IsNullOrWhiteSpace(report.TrackerKey) || report.TrackerKey.Length > MaxTrackerKeyLength || report.TrackerKey.Contains('\0'))
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
    /// Returns the report as it is stored: the time in whole microseconds; the accuracy null unless it is finite in 32 bits
    /// and at least <see cref="MinAccuracyMetres"/>; other measurements null if they are not finite or out of range.
    /// </summary>
    public static NewReport Normalize(NewReport report) => report with
    {
        TrackerKey = report.TrackerKey.Trim(),
        RecordedAt = StoredTime.WholeMicroseconds(report.RecordedAt),
        AccuracyMetres = Within(report.AccuracyMetres, MinAccuracyMetres, float.MaxValue),
        AltitudeMetres = Within(report.AltitudeMetres, -100_000, 100_000_000),
        SpeedMetresPerSecond = Within(report.SpeedMetresPerSecond, 0, 100_000),
        HeadingDegrees = Within(report.HeadingDegrees, 0, 360),
        BatteryPercent = Within(report.BatteryPercent, 0, 100),
    };

    private static double? Within(double? value, double lowest, double highest) =>
        value is { } known && known >= lowest && known <= highest ? known : null;
}
