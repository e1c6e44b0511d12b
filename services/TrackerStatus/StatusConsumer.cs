using Tracker.Data.Model;
using Tracker.Data.Pipeline;
using Tracker.Data.Reports;
using Tracker.Data.Scopes;
using TrackerStatus.Timeline;

namespace TrackerStatus;

/// <summary>
/// Keeps each tracker's status and the log of its changes, by event time. A late report takes back a silence that was none.
/// The open end, a tracker that is silent now, is <see cref="OverdueTrackers"/>'s.
/// </summary>
internal sealed class StatusConsumer(StatusOptions options) : IShardConsumer
{
    public string Name => Consumers.TrackerStatus;

    public Task<Func<ConsumerCursor, bool>> DueAsync(ReadScope read, CancellationToken cancellationToken) =>
        Task.FromResult<Func<ConsumerCursor, bool>>(static _ => false);

    public async Task<ShardEffects> ProcessAsync(ReadScope read, ShardBatch batch, CancellationToken cancellationToken)
    {
        SortedDictionary<long, TrackerBatch> trackers = await BatchHistory.ReadAsync(read, batch, cancellationToken);
        var late = trackers.Where(pair => pair.Value.Late.Count > 0).ToDictionary(pair => pair.Key, pair => pair.Value.Late[0].Key);
        Dictionary<long, Fix> before = await ReportHistory.BeforeAsync(read, late, batch.UpTo, cancellationToken);
        Dictionary<long, List<Fix>> history = await ReportHistory.FromAsync(read, late, batch.UpTo, cancellationToken);
        ILookup<long, StoredTransition> log = await StatusLog.EffectiveAsync(read, trackers.Keys, cancellationToken);

        IEnumerable<StatusChange> changes = trackers.Select(pair => StatusChange.Of(
            pair.Key,
            pair.Value,
            before.TryGetValue(pair.Key, out Fix previous) ? previous : null,
            history.GetValueOrDefault(pair.Key),
            [.. log[pair.Key]],
            options.InactiveAfter));
        return new StatusEffects(batch, [.. changes]);
    }
}
