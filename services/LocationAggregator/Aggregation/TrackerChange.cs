using LocationAggregator.History;
using LocationAggregator.Stays;
using LocationAggregator.Trips;
using Tracker.Data.OutputLogs;
using Tracker.Geo.Reports;

namespace LocationAggregator.Aggregation;

/// <summary>What a batch writes for one tracker.</summary>
/// <param name="TrackerId">The tracker.</param>
/// <param name="Stays">Superseded and added stays.</param>
/// <param name="Trips">Superseded and added trips.</param>
/// <param name="Outliers">Superseded and added outliers.</param>
/// <param name="Window">The open window to store; null if the stored one is still valid.</param>
/// <param name="Days">Days whose tracks changed.</param>
internal sealed record TrackerChange(
    long TrackerId,
    LogChange<StoredStay, LocatedStay> Stays,
    LogChange<StoredTrip, Trip> Trips,
    LogChange<StoredOutlier, Fix> Outliers,
    StayWindow? Window,
    IReadOnlyCollection<DateOnly> Days);
