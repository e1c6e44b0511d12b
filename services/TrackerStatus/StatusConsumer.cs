using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Data.Model;
using Tracker.Data.Pipeline;
using Tracker.Data.Retention;
using Tracker.Geo.Reports;
using TrackerStatus.Battery;
using TrackerStatus.Judging;
using TrackerStatus.Storage;
using TrackerStatus.Timeline;

namespace TrackerStatus;

/// <summary>
/// Maintains the status of each tracker. New reports come first. A shard without new reports processes requested
/// recomputations.
/// </summary>
internal sealed class StatusConsumer(StatusOptions options) : IShardConsumer
{
    private readonly DeliveryLocationStore _locations = new();

    public string Name => Consumers.TrackerStatus;

    public async Task<Func<ConsumerCursor, bool>> DueAsync(ReadScope read, CancellationToken cancellationToken)
    {
        HashSet<short> due = await Recomputations.DueAsync(read, Name, cancellationToken);
        return cursor => due.Contains(cursor.Shard);
    }

    public async Task<ShardEffects> ProcessAsync(ReadScope read, ShardBatch batch, CancellationToken cancellationToken)
    {
        StatusJudge judge = new(new SnapshotStore(read, batch.UpTo), await _locations.ReadAsync(read, cancellationToken), options);
        if (batch.Reports.Count == 0)
        {
            return await RecomputeAsync(read, batch, judge, cancellationToken);
        }

        SortedDictionary<long, TrackerBatch> trackers = await BatchHistory.ReadAsync(read, batch, cancellationToken);
        Dictionary<long, KnownTracker> known = await StatusLog.KnownAsync(read, trackers.Keys, options, cancellationToken);
        Dictionary<long, BatteryLevel> batteries = await Batteries.OfBatchAsync(read, batch, cancellationToken);
        var changes = new List<StatusChange>(trackers.Count);
        foreach ((long trackerId, TrackerBatch tracker) in trackers)
        {
            BatteryLevel? battery = batteries.TryGetValue(trackerId, out BatteryLevel level) ? level : null;
            changes.Add(await judge.ProcessAsync(known[trackerId], tracker, battery, cancellationToken));
        }

        return new StatusEffects(batch, changes, request: null);
    }

    public async Task<HandOver> HandOverAsync(ReadScope read, ShardBatch batch, HandOverRequest request, CancellationToken cancellationToken)
    {
        StatusJudge judge = new(new SnapshotStore(read, batch.UpTo), await _locations.ReadAsync(read, cancellationToken), options);
        Dictionary<long, KnownTracker> known = await StatusLog.KnownAsync(read, request.TrackerIds, options, cancellationToken);
        List<(long, ReportKey)> kept = [];
        foreach ((long trackerId, ReportKey moment) in request.Keys())
        {
            if (!known.TryGetValue(trackerId, out KnownTracker? tracker))
            {
                // The tracker was erased after the request.
                continue;
            }

            BatteryLevel? battery = await Batteries.LastAsync(read, trackerId, batch.UpTo, request.Before, cancellationToken);
            kept.AddRange((await judge.NeededBeforeAsync(tracker, moment, battery, cancellationToken)).Select(key => (trackerId, key)));
        }

        return new HandOver(kept);
    }

    private async Task<ShardEffects> RecomputeAsync(ReadScope read, ShardBatch batch, StatusJudge judge, CancellationToken cancellationToken)
    {
        Recomputation? request = await Recomputations.NextAsync(read, Name, batch.Shard, cancellationToken);
        if (request is null)
        {
            return new StatusEffects(batch, [], request);
        }

        long trackerId = request.TrackerId;
        Dictionary<long, Fix> last = await ReportHistory.BeforeAsync(
            read, [KeyValuePair.Create(trackerId, batch.AfterProcessed)], batch.UpTo, cancellationToken);
        if (!last.TryGetValue(trackerId, out Fix latest))
        {
            return new StatusEffects(batch, [], request);
        }

        Dictionary<long, KnownTracker> known = await StatusLog.KnownAsync(read, [trackerId], options, cancellationToken);
        if (!known.TryGetValue(trackerId, out KnownTracker? tracker))
        {
            // The tracker was erased after the request.
            return new StatusEffects(batch, [], request);
        }

        BatteryLevel? battery = await Batteries.LastAsync(read, trackerId, batch.UpTo, latest.RecordedAt.AddMicroseconds(1), cancellationToken);
        ReportKey from = new(await RetentionState.DroppedBeforeAsync(read, cancellationToken), long.MinValue);
        StatusChange change = await judge.RecomputeAsync(tracker, latest, battery, from, batch.SnapshotAt, cancellationToken);
        return new StatusEffects(batch, [change], request);
    }
}
