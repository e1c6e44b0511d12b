using LocationAggregator.History;
using LocationAggregator.Horizon;
using Tracker.Geo.Reports;

namespace LocationAggregator.Tests.Shard;

/// <summary>What a batch's snapshot shows, up to the batch's last position. Pages are small, so that histories have many.</summary>
internal sealed class MemoryStore(ShardState state, long upTo) : IAggregateStore
{
    private readonly ILookup<long, Fix> _reports = state.There((int)upTo).OrderBy(row => row.Fix.Key).ToLookup(row => row.TrackerId, row => row.Fix);

    /// <summary>The number of reports read, to verify that a late report does not read the whole history.</summary>
    public int Reads { get; private set; }

    public Task<IReadOnlyDictionary<long, Fix>> BeforeAsync(IReadOnlyDictionary<long, ReportKey> keys, CancellationToken cancellationToken) =>
        Each(keys, (reports, key) => reports.Where(fix => fix.Key < key).TakeLast(1));

    public Task<IReadOnlyDictionary<long, Fix>> AfterAsync(IReadOnlyDictionary<long, ReportKey> keys, CancellationToken cancellationToken) =>
        Each(keys, (reports, key) => reports.Where(fix => fix.Key > key).Take(1));

    public Task<IReadOnlyList<Fix>> PageAsync(long trackerId, ReportKey from, int limit, CancellationToken cancellationToken)
    {
        Fix[] page = [.. _reports[trackerId].Where(fix => fix.Key >= from).Take(limit)];
        Reads += page.Length;
        return Task.FromResult<IReadOnlyList<Fix>>(page);
    }

    public Task<IReadOnlyList<(Fix Before, Fix After)>> GapsAsync(long trackerId, ReportKey before, TimeSpan gap, CancellationToken cancellationToken)
    {
        Fix[] reports = [.. _reports[trackerId].Where(fix => fix.Key < before)];
        return Task.FromResult<IReadOnlyList<(Fix, Fix)>>(
            [.. reports.Zip(reports.Skip(1)).Where(step => step.Second.RecordedAt - step.First.RecordedAt > gap).Reverse().Take(2)]);
    }

    public Task SpansAsync(
        IReadOnlyList<(long TrackerId, ReportKey From, ReportKey Through)> spans, Action<int, Fix> take, CancellationToken cancellationToken)
    {
        foreach ((int i, (long trackerId, ReportKey from, ReportKey through)) in spans.Index())
        {
            foreach (Fix fix in _reports[trackerId].Where(fix => fix.Key >= from && fix.Key <= through))
            {
                take(i, fix);
                Reads++;
            }
        }

        return Task.CompletedTask;
    }

    public Task<StoredStay?> StayBeforeAsync(long trackerId, ReportKey key, CancellationToken cancellationToken) =>
        Task.FromResult(Stays(trackerId).LastOrDefault(stay => stay.Stay.From < key));

    public Task<IReadOnlyList<StoredStay>> StaysAsync(long trackerId, ReportKey from, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredStay>>([.. Stays(trackerId).Where(stay => stay.Stay.From >= from).Take(limit)]);

    public Task<IReadOnlyDictionary<long, StoredStay>> LastStaysAsync(IReadOnlyCollection<long> trackers, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<long, StoredStay>>(
            trackers.Where(id => Stays(id).Any()).ToDictionary(id => id, id => Stays(id).Last()));

    public Task<IReadOnlyList<StoredTrip>> TripsAsync(long trackerId, ReportKey from, ReportKey? until, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredTrip>>([
            .. state.Trips.Of(trackerId).Where(row => row.Entry.From >= from && !(row.Entry.From >= until)).Select(row => new StoredTrip(row.Sequence, row.Entry))]);

    public Task<IReadOnlyList<StoredOutlier>> OutliersAsync(long trackerId, ReportKey from, ReportKey? until, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredOutlier>>([
            .. state.Outliers.Of(trackerId).Where(row => row.Entry.Key >= from && !(row.Entry.Key >= until)).Select(row => new StoredOutlier(row.Sequence, row.Entry))]);

    public Task<IReadOnlyDictionary<long, HorizonState>> HorizonsAsync(IReadOnlyCollection<long> trackers, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<long, HorizonState>>(state.Horizons.Where(pair => trackers.Contains(pair.Key)).ToDictionary());

    private IEnumerable<StoredStay> Stays(long trackerId) =>
        state.Stays.Of(trackerId).Select(row => new StoredStay(row.Sequence, row.Entry)).OrderBy(stay => stay.Stay.From);

    private Task<IReadOnlyDictionary<long, Fix>> Each(IReadOnlyDictionary<long, ReportKey> keys, Func<IEnumerable<Fix>, ReportKey, IEnumerable<Fix>> find) =>
        Task.FromResult<IReadOnlyDictionary<long, Fix>>(keys
            .SelectMany(pair => find(_reports[pair.Key], pair.Value).Select(fix => (pair.Key, fix)))
            .ToDictionary(row => row.Key, row => row.fix));
}
