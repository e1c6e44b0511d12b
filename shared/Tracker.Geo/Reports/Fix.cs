namespace Tracker.Geo.Reports;

/// <summary>Where a tracker was at an event time: what the consumers compute on.</summary>
/// <param name="Key">Identity and order within the tracker.</param>
/// <param name="Latitude">Degrees, WGS 84, -90 to 90.</param>
/// <param name="Longitude">Degrees, WGS 84, -180 to 180.</param>
/// <param name="AccuracyMetres">One standard deviation in metres; null where unknown (never 0: unknown is not perfect).</param>
public readonly record struct Fix(ReportKey Key, double Latitude, double Longitude, double? AccuracyMetres = null)
{
    /// <summary>Event time, UTC.</summary>
    public DateTime RecordedAt => Key.RecordedAt;
}
