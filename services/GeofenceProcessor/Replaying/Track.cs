using Tracker.Geo.Reports;

namespace GeofenceProcessor.Replaying;

/// <summary>The part of a tracker's history that is judged: the reports after a given one.</summary>
/// <param name="TrackerId">The tracker.</param>
/// <param name="Previous">The last report before it that is accurate enough; null if there is none.</param>
/// <param name="Reports">The reports read so far, in order.</param>
internal sealed record Track(long TrackerId, Fix? Previous, IReadOnlyList<Fix> Reports)
{
    /// <summary>The first key that has not been read; null if everything has.</summary>
    public ReportKey? Unread { get; init; }

    /// <summary>
    /// The last new report. A replay that reaches the stored state after it cannot differ later. Null if there may be
    /// differences up to the end.
    /// </summary>
    public ReportKey? LastNew { get; init; }
}
