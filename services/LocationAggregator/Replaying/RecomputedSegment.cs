using LocationAggregator.History;
using LocationAggregator.Stays;
using Tracker.Geo.Reports;

namespace LocationAggregator.Replaying;

/// <summary>The part of a tracker's history that a replay recomputed: its result, and what the logs hold for the same part.</summary>
/// <param name="Stays">The computed stays.</param>
/// <param name="Outliers">The computed outliers.</param>
/// <param name="StoredStays">The effective stays in the log.</param>
/// <param name="StoredTrips">The effective trips in the log, including those from and to the neighbouring stays.</param>
/// <param name="StoredOutliers">The effective outliers in the log.</param>
/// <param name="Previous">The last stay before the segment; null if there is none.</param>
/// <param name="Following">The first stay after the segment; null if there is none.</param>
internal sealed record RecomputedSegment(
    IReadOnlyList<StaySpan> Stays,
    IReadOnlyList<Fix> Outliers,
    IReadOnlyList<StoredStay> StoredStays,
    IReadOnlyList<StoredTrip> StoredTrips,
    IReadOnlyList<StoredOutlier> StoredOutliers,
    StoredStay? Previous,
    StoredStay? Following);
