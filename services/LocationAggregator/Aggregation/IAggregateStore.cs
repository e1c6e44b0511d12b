using LocationAggregator.Horizon;
using Tracker.Geo.Reports;

namespace LocationAggregator.Aggregation;

/// <summary>
/// What is known before a batch, in its snapshot: the reports, those of the batch among them, and the effective entries of the
/// logs. All of one shard, all in the order of keys.
/// </summary>
internal interface IAggregateStore
{
    /// <summary>For each tracker its last report before a key; trackers without one are left out.</summary>
    Task<IReadOnlyDictionary<long, Fix>> BeforeAsync(IReadOnlyDictionary<long, ReportKey> keys, CancellationToken cancellationToken);

    /// <summary>For each tracker its first report after a key; trackers without one are left out.</summary>
    Task<IReadOnlyDictionary<long, Fix>> AfterAsync(IReadOnlyDictionary<long, ReportKey> keys, CancellationToken cancellationToken);

    /// <summary>At most so many reports of a tracker, from a key on.</summary>
    Task<IReadOnlyList<Fix>> PageAsync(long trackerId, ReportKey from, int limit, CancellationToken cancellationToken);

    /// <summary>The last reports before a key that follow a longer silence than <paramref name="gap"/>, latest first, each with the report before the silence.</summary>
    Task<IReadOnlyList<(Fix Before, Fix After)>> SilencesAsync(long trackerId, ReportKey before, TimeSpan gap, CancellationToken cancellationToken);

    /// <summary>Gives each report of each span, both ends included, with the span's index: first all of the first span, then all of the next.</summary>
    Task SpansAsync(IReadOnlyList<(long TrackerId, ReportKey From, ReportKey Through)> spans, Action<int, Fix> take, CancellationToken cancellationToken);

    /// <summary>A tracker's last effective stay that begins before a key.</summary>
    Task<StoredStay?> StayBeforeAsync(long trackerId, ReportKey key, CancellationToken cancellationToken);

    /// <summary>At most so many effective stays of a tracker that begin at a key or later.</summary>
    Task<IReadOnlyList<StoredStay>> StaysAsync(long trackerId, ReportKey from, int limit, CancellationToken cancellationToken);

    /// <summary>For each tracker its last effective stay; trackers without one are left out.</summary>
    Task<IReadOnlyDictionary<long, StoredStay>> LastStaysAsync(IReadOnlyCollection<long> trackers, CancellationToken cancellationToken);

    /// <summary>Effective trips that begin at a key or later, and before another (null: all later ones).</summary>
    Task<IReadOnlyList<StoredTrip>> TripsAsync(long trackerId, ReportKey from, ReportKey? until, CancellationToken cancellationToken);

    /// <summary>Reports that the log marks as outliers, from a key on, and before another (null: all later ones).</summary>
    Task<IReadOnlyList<StoredOutlier>> OutliersAsync(long trackerId, ReportKey from, ReportKey? until, CancellationToken cancellationToken);

    /// <summary>The state of trackers whose earlier reports are gone, or are about to go; the others are left out.</summary>
    Task<IReadOnlyDictionary<long, HorizonState>> HorizonsAsync(IReadOnlyCollection<long> trackers, CancellationToken cancellationToken);
}
