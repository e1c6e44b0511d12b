namespace LocationAggregator.Tracks;

/// <summary>A place on a track.</summary>
internal readonly record struct TrackPoint(DateTime RecordedAt, double Latitude, double Longitude);

/// <summary>A tracker's way through a day, simplified.</summary>
/// <param name="Day">The day.</param>
/// <param name="TimeZone">Whose day.</param>
/// <param name="ToleranceMetres">How far a left out report may lie from the track.</param>
/// <param name="Reports">Reports of the day, outliers left out.</param>
/// <param name="DistanceMetres">From report to report, before simplifying.</param>
/// <param name="Points">The first report, the last one, and those between that are needed.</param>
internal sealed record DayTrack(DateOnly Day, string TimeZone, double ToleranceMetres, int Reports, double DistanceMetres, IReadOnlyList<TrackPoint> Points)
{
    /// <summary>Whether two say the same.</summary>
    public bool IsSameAs(DayTrack other) =>
        Day == other.Day && TimeZone == other.TimeZone && ToleranceMetres.Equals(other.ToleranceMetres)
        && Reports == other.Reports && DistanceMetres.Equals(other.DistanceMetres) && Points.SequenceEqual(other.Points);
}

/// <summary>A track as the log has it.</summary>
internal sealed record StoredTrack(long TrackerId, long Sequence, DayTrack Track);
