using EFCore.ReadWriteSplitting.Scopes;
using LocationAggregator.History;
using LocationAggregator.Horizon;
using Tracker.Data.Pipeline;
using Tracker.Geo.Reports;

namespace LocationAggregator.Storage;

/// <summary>Reads what a batch's snapshot shows.</summary>
internal sealed class SnapshotStore(ReadScope read, long upTo) : IAggregateStore
{
    private const int SilencesPerSearch = 8;

    public async Task<IReadOnlyDictionary<long, Fix>> BeforeAsync(IReadOnlyDictionary<long, ReportKey> keys, CancellationToken cancellationToken) =>
        await ReportHistory.BeforeAsync(read, keys, upTo, cancellationToken);

    public async Task<IReadOnlyDictionary<long, Fix>> AfterAsync(IReadOnlyDictionary<long, ReportKey> keys, CancellationToken cancellationToken) =>
        await ReportHistory.AfterAsync(read, keys, upTo, cancellationToken);

    public async Task<IReadOnlyList<Fix>> PageAsync(long trackerId, ReportKey from, int limit, CancellationToken cancellationToken) =>
        await ReportPages.PageAsync(read, trackerId, from, upTo, limit, cancellationToken);

    public async Task<IReadOnlyList<(Fix Before, Fix After)>> GapsAsync(long trackerId, ReportKey before, TimeSpan gap, CancellationToken cancellationToken) =>
        await ReportPages.SilencesAsync(read, trackerId, before, upTo, gap, SilencesPerSearch, cancellationToken);

    public Task SpansAsync(
        IReadOnlyList<(long TrackerId, ReportKey From, ReportKey Through)> spans, Action<int, Fix> take, CancellationToken cancellationToken) =>
        ReportPages.SpansAsync(read, spans, upTo, take, cancellationToken);

    public Task<StoredStay?> StayBeforeAsync(long trackerId, ReportKey key, CancellationToken cancellationToken) =>
        StayLog.BeforeAsync(read, trackerId, key, cancellationToken);

    public Task<IReadOnlyList<StoredStay>> StaysAsync(long trackerId, ReportKey from, int limit, CancellationToken cancellationToken) =>
        StayLog.PageAsync(read, trackerId, from, limit, cancellationToken);

    public Task<IReadOnlyDictionary<long, StoredStay>> LastStaysAsync(IReadOnlyCollection<long> trackers, CancellationToken cancellationToken) =>
        StayLog.LastAsync(read, trackers, cancellationToken);

    public Task<IReadOnlyList<StoredTrip>> TripsAsync(long trackerId, ReportKey from, ReportKey? until, CancellationToken cancellationToken) =>
        TripLog.RangeAsync(read, trackerId, from, until, cancellationToken);

    public Task<IReadOnlyList<StoredOutlier>> OutliersAsync(long trackerId, ReportKey from, ReportKey? until, CancellationToken cancellationToken) =>
        OutlierLog.RangeAsync(read, trackerId, from, until, cancellationToken);

    public Task<IReadOnlyDictionary<long, HorizonState>> HorizonsAsync(IReadOnlyCollection<long> trackers, CancellationToken cancellationToken) =>
        HorizonTable.ReadAsync(read, trackers, cancellationToken);
}
