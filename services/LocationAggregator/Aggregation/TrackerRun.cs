using LocationAggregator.History;
using LocationAggregator.Replaying;
using LocationAggregator.Stays;
using LocationAggregator.Trips;
using Tracker.Data.OutputLogs;
using Tracker.Geo.Reports;

namespace LocationAggregator.Aggregation;

/// <summary>The result of a batch for one tracker, before the centres of its stays and the lengths of its trips are known.</summary>
/// <param name="TrackerId">The tracker.</param>
/// <param name="Before">The open window before the batch.</param>
/// <param name="After">The open window after the batch.</param>
/// <param name="Recomputed">The recomputed part of the history; null if the batch does not change the history.</param>
/// <param name="AppendedStays">Stays that follow the history.</param>
/// <param name="AppendedOutliers">Outliers that follow the history.</param>
/// <param name="Days">Days whose tracks changed.</param>
internal sealed record TrackerRun(
    long TrackerId,
    StayWindow? Before,
    StayWindow? After,
    RecomputedSegment? Recomputed,
    IReadOnlyList<StaySpan> AppendedStays,
    IReadOnlyList<Fix> AppendedOutliers,
    IReadOnlyCollection<DateOnly> Days)
{
    /// <summary>Whether <see cref="Trips"/> needs the tracker's last stay from the log.</summary>
    public bool FollowsStoredStay => AppendedStays.Count > 0 && Recomputed is null or { Following: not null };

    /// <summary>All computed stays, in order.</summary>
    public IReadOnlyList<StaySpan> Stays => [.. Recomputed?.Stays ?? [], .. AppendedStays];

    /// <summary>The segments of the trips between the computed stays and their neighbours.</summary>
    /// <param name="last">The tracker's last effective stay; used only if <see cref="FollowsStoredStay"/> is true.</param>
    public IReadOnlyList<Segment> Trips(StoredStay? last)
    {
        Segment[] appended = [.. AppendedStays.Select(stay => stay.Segment)];
        if (Recomputed is null)
        {
            return [.. Segment.Between([.. SegmentOf(last), .. appended])];
        }

        Segment[] recomputed = [.. SegmentOf(Recomputed.Previous), .. Recomputed.Stays.Select(stay => stay.Segment)];
        return Recomputed.Following is null
            ? [.. Segment.Between([.. recomputed, .. appended])]
            : [.. Segment.Between([.. recomputed, Recomputed.Following.Segment]), .. Segment.Between([.. SegmentOf(last), .. appended])];
    }

    /// <summary>Compares the results with the logs.</summary>
    public TrackerChange Change(IReadOnlyList<LocatedStay> stays, IReadOnlyList<Trip> trips) => new(
        TrackerId,
        LogDiff.Between(Recomputed?.StoredStays ?? [], stays, stored => stored.Stay, stay => stay),
        LogDiff.Between(Recomputed?.StoredTrips ?? [], trips, stored => stored.Trip, trip => trip),
        LogDiff.Between(
            Recomputed?.StoredOutliers ?? [],
            [.. Recomputed?.Outliers ?? [], .. AppendedOutliers],
            stored => stored.Fix.Key,
            outlier => outlier.Key),
        // The window is written only when its anchor moves, so the reports of a parked tracker write nothing.
        After is { } open && open.Anchor != Before?.Anchor ? open : null,
        Days);

    private static Segment[] SegmentOf(StoredStay? stay) => stay is null ? [] : [stay.Segment];
}
