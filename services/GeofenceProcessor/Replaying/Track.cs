using Tracker.Geo.Reports;

namespace GeofenceProcessor.Replaying;

/// <summary>A stretch of a tracker's way that is judged: what follows a report.</summary>
/// <param name="TrackerId">Who.</param>
/// <param name="Previous">The last deciding report before; null where there is none.</param>
/// <param name="Reports">Its reports from then on, in order, as far as they were read.</param>
internal sealed record Track(long TrackerId, Fix? Previous, IReadOnlyList<Fix> Reports)
{
    /// <summary>Where what was not read yet begins; null where all is read.</summary>
    public ReportKey? Unread { get; init; }

    /// <summary>The last report that nobody knew before. Where all is as it was after a later one, it stays so; null where it may differ up to the end.</summary>
    public ReportKey? LastNew { get; init; }
}
