namespace Tracker.Geo.Reports;

/// <summary>The position of a tracker at an event time, as reported.</summary>
/// <param name="Key">The identity of the report, and its order among the tracker's reports.</param>
/// <param name="Latitude">Degrees, WGS 84, -90 to 90.</param>
/// <param name="Longitude">Degrees, WGS 84, -180 to 180.</param>
/// <param name="AccuracyMetres">One standard deviation in metres; null if unknown, never 0.</param>
public readonly record struct Fix(ReportKey Key, double Latitude, double Longitude, double? AccuracyMetres = null)
{
    /// <summary>Event time, UTC.</summary>
    public DateTime RecordedAt => Key.RecordedAt;
}
