using LocationAggregator.Horizon;
using Tracker.Geo.Reports;

namespace LocationAggregator.History;

/// <summary>
/// The state that a batch's snapshot shows: reports, including those of the batch, and the effective entries of the logs.
/// Covers one shard; results are in the order of keys.
/// </summary>
internal interface IAggregateStore
{
    /// <summary>The last report before a key, per tracker. Trackers without one are omitted.</summary>
    Task<IReadOnlyDictionary<long, Fix>> BeforeAsync(IReadOnlyDictionary<long, ReportKey> keys, CancellationToken cancellationToken);

    /// <summary>The first report after a key, per tracker. Trackers without one are omitted.</summary>
    Task<IReadOnlyDictionary<long, Fix>> AfterAsync(IReadOnlyDictionary<long, ReportKey> keys, CancellationToken cancellationToken);

    /// <summary>A tracker's reports from a key on, up to <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<Fix>> PageAsync(long trackerId, ReportKey from, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The last gaps before a key that are longer than <paramref name="gap"/>, latest first, as the reports on both sides
    /// of the gap.
    /// </summary>
    Task<IReadOnlyList<(Fix Before, Fix After)>> GapsAsync(
        long trackerId, ReportKey before, TimeSpan gap, CancellationToken cancellationToken);

    /// <summary>
    /// Passes each report of each span, both ends included, to <paramref name="take"/> with the index of the span. Spans
    /// are read one after the other.
    /// </summary>
    Task SpansAsync(
        IReadOnlyList<(long TrackerId, ReportKey From, ReportKey Through)> spans, Action<int, Fix> take, CancellationToken cancellationToken);

    /// <summary>A tracker's last effective stay that begins before a key.</summary>
    Task<StoredStay?> StayBeforeAsync(long trackerId, ReportKey key, CancellationToken cancellationToken);

    /// <summary>A tracker's effective stays that begin at a key or later, up to <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<StoredStay>> StaysAsync(long trackerId, ReportKey from, int limit, CancellationToken cancellationToken);

    /// <summary>The last effective stay per tracker. Trackers without one are omitted.</summary>
    Task<IReadOnlyDictionary<long, StoredStay>> LastStaysAsync(IReadOnlyCollection<long> trackers, CancellationToken cancellationToken);

    /// <summary>A tracker's effective trips that begin at a key or later and before another (null: no upper bound).</summary>
    Task<IReadOnlyList<StoredTrip>> TripsAsync(long trackerId, ReportKey from, ReportKey? until, CancellationToken cancellationToken);

    /// <summary>A tracker's effective outliers from a key on and before another (null: no upper bound).</summary>
    Task<IReadOnlyList<StoredOutlier>> OutliersAsync(long trackerId, ReportKey from, ReportKey? until, CancellationToken cancellationToken);

    /// <summary>
    /// The state at the retention horizon of trackers whose earlier reports have been or are about to be dropped. Others
    /// are omitted.
    /// </summary>
    Task<IReadOnlyDictionary<long, HorizonState>> HorizonsAsync(IReadOnlyCollection<long> trackers, CancellationToken cancellationToken);
}
