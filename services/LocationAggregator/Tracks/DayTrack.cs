namespace LocationAggregator.Tracks;

/// <summary>A point of a track.</summary>
internal readonly record struct TrackPoint(DateTime RecordedAt, double Latitude, double Longitude);

/// <summary>The simplified track of a tracker over a day.</summary>
/// <param name="Day">The day.</param>
/// <param name="TimeZone">The time zone of the day.</param>
/// <param name="ToleranceMetres">The maximum distance of an omitted report from the track, in metres.</param>
/// <param name="Reports">The number of reports on the day, without outliers.</param>
/// <param name="DistanceMetres">The sum of the distances between consecutive reports before simplification, in metres.</param>
/// <param name="Points">The first report, the last report, and those in between that the tolerance requires.</param>
internal sealed record DayTrack(DateOnly Day, string TimeZone, double ToleranceMetres, int Reports, double DistanceMetres, IReadOnlyList<TrackPoint> Points)
{
    /// <summary>Whether both tracks have the same content.</summary>
    public bool IsSameAs(DayTrack other) =>
        Day == other.Day && TimeZone == other.TimeZone && ToleranceMetres.Equals(other.ToleranceMetres)
        && Reports == other.Reports && DistanceMetres.Equals(other.DistanceMetres) && Points.SequenceEqual(other.Points);
}

/// <summary>A track in the log.</summary>
internal sealed record StoredTrack(long TrackerId, long Sequence, DayTrack Track);
