using EFCore.ReadWriteSplitting.Scopes;
using LocationAggregator.Aggregation;
using LocationAggregator.History;
using LocationAggregator.Horizon;
using LocationAggregator.Storage;
using LocationAggregator.Tracks;
using Tracker.Data.Model;
using Tracker.Data.Pipeline;
using Tracker.Geo.Reports;

namespace LocationAggregator;

/// <summary>
/// Computes stays, the trips between them, and one track per day. New reports come first. A shard without new reports
/// processes requested recomputations and tracks of days that are over.
/// </summary>
internal sealed class AggregatorConsumer(
    ReportAggregation aggregation, TrackBuilder tracks, DayCalendar calendar, HorizonStateBuilder horizonStates) : IShardConsumer
{
    private const int DaysPerBatch = 20;

    public string Name => Consumers.LocationAggregator;

    public async Task<Func<ConsumerCursor, bool>> DueAsync(ReadScope read, CancellationToken cancellationToken)
    {
        HashSet<short> due = await Recomputations.DueAsync(read, Name, cancellationToken);
        due.UnionWith(await TrackDays.DueAsync(read, cancellationToken));
        return cursor => due.Contains(cursor.Shard);
    }

    public async Task<ShardEffects> ProcessAsync(ReadScope read, ShardBatch batch, CancellationToken cancellationToken)
    {
        SnapshotStore store = new(read, batch.UpTo);
        if (batch.Reports.Count > 0)
        {
            return await ReportsAsync(read, batch, store, cancellationToken);
        }

        return await Recomputations.NextAsync(read, Name, batch.Shard, cancellationToken) is { } request
            ? await RecomputeAsync(read, batch, store, request, cancellationToken)
            : await TracksAsync(read, batch, store, cancellationToken);
    }

    public async Task<HandOver> HandOverAsync(ReadScope read, ShardBatch batch, HandOverRequest request, CancellationToken cancellationToken)
    {
        SnapshotStore store = new(read, batch.UpTo);
        IReadOnlyDictionary<long, Fix> last = await store.BeforeAsync(request.Keys(), cancellationToken);
        IReadOnlyDictionary<long, Fix> before = await store.BeforeAsync(last.ToDictionary(pair => pair.Key, pair => pair.Value.Key), cancellationToken);
        IReadOnlyDictionary<long, HorizonState> known = await store.HorizonsAsync(request.TrackerIds, cancellationToken);
        Dictionary<long, StoredWindow> windows = await StayLog.WindowsAsync(read, last.Keys, cancellationToken);
        List<(long, HorizonState)> states = [];
        // A tracker without a window was erased after the request; nothing of it is kept.
        foreach ((long trackerId, StoredWindow window) in windows)
        {
            states.Add((trackerId, await horizonStates.BuildAsync(
                store, trackerId, request.Before, last[trackerId], window, known.GetValueOrDefault(trackerId), cancellationToken)));
        }

        return new HorizonHandOver(
            batch.Shard, [.. last.Concat(before).Where(pair => windows.ContainsKey(pair.Key)).Select(pair => (pair.Key, pair.Value.Key))], states);
    }

    private async Task<ShardEffects> ReportsAsync(ReadScope read, ShardBatch batch, SnapshotStore store, CancellationToken cancellationToken)
    {
        SortedDictionary<long, TrackerBatch> trackers = await BatchHistory.ReadAsync(read, batch, cancellationToken);
        Dictionary<long, StoredWindow> windows = await StayLog.WindowsAsync(read, trackers.Keys, cancellationToken);
        return new AggregateEffects(batch, await aggregation.ProcessAsync(store, trackers, windows, cancellationToken), calendar);
    }

    private async Task<ShardEffects> RecomputeAsync(
        ReadScope read, ShardBatch batch, SnapshotStore store, Recomputation request, CancellationToken cancellationToken)
    {
        long trackerId = request.TrackerId;
        IReadOnlyDictionary<long, Fix> last = await store.BeforeAsync(new Dictionary<long, ReportKey> { [trackerId] = batch.AfterProcessed }, cancellationToken);
        Dictionary<long, StoredWindow> windows = await StayLog.WindowsAsync(read, [trackerId], cancellationToken);
        if (!last.TryGetValue(trackerId, out Fix latest) || !windows.TryGetValue(trackerId, out StoredWindow? window))
        {
            return new RecomputeEffects(request, changes: null);
        }

        ReportKey from = new(request.From, long.MinValue);
        TrackerChange change = await aggregation.RecomputeAsync(store, trackerId, latest, window, from, cancellationToken);
        // If the time zone of the days changed, some stored tracks belong to no day any more.
        List<DateOnly> days = await TrackLog.DaysAsync(read, trackerId, calendar.DayOf(request.From), cancellationToken);
        return new RecomputeEffects(request, new AggregateEffects(batch, [change with { Days = [.. change.Days.Union(days)] }], calendar));
    }

    private async Task<ShardEffects> TracksAsync(ReadScope read, ShardBatch batch, SnapshotStore store, CancellationToken cancellationToken)
    {
        List<(long TrackerId, DateOnly Day)> days = await TrackDays.NextAsync(read, batch.Shard, DaysPerBatch, cancellationToken);
        IReadOnlyDictionary<(long, DateOnly), StoredTrack> stored = await TrackLog.EffectiveAsync(read, days, cancellationToken);
        IReadOnlyDictionary<long, HorizonState> horizons = await store.HorizonsAsync([.. days.Select(row => row.TrackerId).Distinct()], cancellationToken);
        List<StoredTrack> superseded = [];
        List<(long, DayTrack)> added = [];
        foreach ((long trackerId, DateOnly day) in days)
        {
            // Reports before the retention horizon have been dropped, so the track of such a day is kept.
            if (horizons.TryGetValue(trackerId, out HorizonState? horizon) && calendar.StartOf(day) < horizon.SettledBefore)
            {
                continue;
            }

            DayTrack? track = await tracks.BuildAsync(store, trackerId, day, cancellationToken);
            StoredTrack? earlier = stored.GetValueOrDefault((trackerId, day));
            // A day without reports keeps its track, unless the track is of another time zone.
            bool stands = earlier is not null && (track is null ? earlier.Track.TimeZone == calendar.TimeZone : earlier.Track.IsSameAs(track));
            if (stands)
            {
                continue;
            }

            if (earlier is not null)
            {
                superseded.Add(earlier);
            }

            if (track is not null)
            {
                added.Add((trackerId, track));
            }
        }

        return new TrackEffects(batch, days, superseded, added);
    }
}
