using Tracker.Data.OutputLogs;
using Tracker.Data.Pipeline;
using Tracker.Geo.Reports;
using TrackerStatus.Battery;
using TrackerStatus.Delivery;
using TrackerStatus.Timeline;

namespace TrackerStatus.Judging;

/// <summary>The state of a tracker before a batch.</summary>
/// <param name="TrackerId">The tracker.</param>
/// <param name="Row">The tracker's row; null if it was never seen.</param>
/// <param name="Log">The tracker's effective log entries.</param>
/// <param name="Threshold">How long the tracker may be silent before it is inactive.</param>
/// <param name="BatteryLowPercent">The level at and below which the battery is low, in percent.</param>
internal sealed record KnownTracker(long TrackerId, TrackerRecord? Row, IReadOnlyList<StoredEvent> Log, TimeSpan Threshold, double BatteryLowPercent);

/// <summary>
/// Maintains each tracker's status and its log by event time. A late report can show that a tracker was not silent, which
/// supersedes the transitions. Trackers that are silent now are handled separately, by a job that runs periodically.
/// </summary>
internal sealed class StatusJudge(IStatusStore store, DeliveryMap map, StatusOptions options)
{
    // Far more finders than ever report at the same moment.
    private const int ReportsOfOneMoment = 1_000;

    private readonly DeliveryRule _deliveries = new(store, map, options);

    /// <summary>Computes what new reports change.</summary>
    /// <param name="tracker">The state before the batch.</param>
    /// <param name="batch">The new reports.</param>
    /// <param name="battery">The latest battery level in the new reports.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<StatusChange> ProcessAsync(KnownTracker tracker, TrackerBatch batch, BatteryLevel? battery, CancellationToken cancellationToken)
    {
        List<StatusEvent> computed = [];
        List<StoredEvent> stored = [];
        if (batch.Late.Count > 0)
        {
            await LateAsync(tracker, batch, stored, computed, cancellationToken);
        }

        if (batch.Fresh.Count > 0)
        {
            DateTime? last = batch.Last?.RecordedAt;
            computed.AddRange(StatusTimeline.Between(last, [.. batch.Fresh.Select(fix => fix.RecordedAt)], next: null, tracker.Threshold).Select(StatusEvent.Of));
            stored.AddRange(Activity(tracker).Where(entry => last is null || entry.Event.OccurredAt > last));
        }

        DeliveryState delivery = await _deliveries.ProcessAsync(tracker.TrackerId, tracker.Row?.Delivery ?? default, batch, cancellationToken);
        Fix latest = LastReport.Of(tracker.Row is { } row ? batch.New.Prepend(row.Last) : batch.New);
        return Change(tracker, stored, computed, delivery, BatteryLevel.Later(tracker.Row?.Battery, battery), latest);
    }

    /// <summary>Recomputes a tracker and returns the differences.</summary>
    /// <param name="tracker">The current state.</param>
    /// <param name="last">Its last processed report.</param>
    /// <param name="battery">The latest battery level in all reports.</param>
    /// <param name="from">
    /// The retention horizon, before which the log stays as it is; <see cref="ReportKey.First"/> if no reports have been
    /// dropped.
    /// </param>
    /// <param name="now">The current time, UTC, which decides whether the tracker is silent now.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<StatusChange> RecomputeAsync(
        KnownTracker tracker, Fix last, BatteryLevel? battery, ReportKey from, DateTime now, CancellationToken cancellationToken)
    {
        IReadOnlyList<Fix> before = await store.PageBeforeAsync(tracker.TrackerId, from, limit: 1, cancellationToken);
        DateTime? previous = before.Count > 0 ? before[0].RecordedAt : null;
        List<StatusTransition> computed = await ActivityHistory.BetweenAsync(
            store, tracker.TrackerId, previous, from, last.Key, tracker.Threshold, cancellationToken);
        if (StatusTimeline.OpenEnd(last.RecordedAt, tracker.Threshold, now) is { } silent)
        {
            computed.Add(silent);
        }

        IReadOnlyList<Fix> atLast = await store.PageAsync(tracker.TrackerId, new ReportKey(last.RecordedAt, long.MinValue), ReportsOfOneMoment, cancellationToken);
        DeliveryState delivery = await _deliveries.RecomputeAsync(tracker.TrackerId, tracker.Row?.Delivery ?? default, from, cancellationToken);
        return Change(
            tracker,
            [.. Activity(tracker).Where(entry => previous is null || entry.Event.OccurredAt > previous)],
            [.. computed.Select(StatusEvent.Of)],
            delivery,
            battery,
            LastReport.Of([.. atLast, last, .. tracker.Row is { } row && row.Last.Key < from ? new[] { row.Last } : []]));
    }

    /// <summary>The reports before a key that are needed to judge those after it.</summary>
    public async Task<IReadOnlyCollection<ReportKey>> NeededBeforeAsync(
        KnownTracker tracker, ReportKey moment, BatteryLevel? battery, CancellationToken cancellationToken)
    {
        IReadOnlyList<Fix> last = await store.PageBeforeAsync(tracker.TrackerId, moment, limit: 1, cancellationToken);
        IEnumerable<ReportKey> visit = await _deliveries.NeededBeforeAsync(tracker.TrackerId, tracker.Row?.Delivery ?? default, moment, cancellationToken);
        return [.. last.Select(fix => fix.Key), .. visit, .. battery is { } level ? [level.Key] : Array.Empty<ReportKey>()];
    }

    // Only the time from the report before the first late one to the report after the last late one can change.
    private async Task LateAsync(
        KnownTracker tracker, TrackerBatch batch, List<StoredEvent> stored, List<StatusEvent> computed, CancellationToken cancellationToken)
    {
        IReadOnlyList<Fix> before = await store.PageBeforeAsync(tracker.TrackerId, batch.Late[0].Key, limit: 1, cancellationToken);
        IReadOnlyList<Fix> after = await store.PageAsync(tracker.TrackerId, batch.Late[^1].Key.Next(), limit: 1, cancellationToken);
        DateTime? previous = before.Count > 0 ? before[0].RecordedAt : null;
        DateTime next = after[0].RecordedAt;
        computed.AddRange((await ActivityHistory.BetweenAsync(
            store, tracker.TrackerId, previous, batch.Late[0].Key, after[0].Key, tracker.Threshold, cancellationToken)).Select(StatusEvent.Of));
        stored.AddRange(Activity(tracker).Where(entry => (previous is null || entry.Event.OccurredAt > previous) && entry.Event.OccurredAt <= next));
    }

    private StatusChange Change(
        KnownTracker tracker, List<StoredEvent> stored, List<StatusEvent> computed, DeliveryState delivery, BatteryLevel? battery, Fix last)
    {
        stored.AddRange(tracker.Log.Where(entry => entry.Event.DeliveryLocationId is not null));
        if (delivery.Delivered is { } delivered)
        {
            computed.Add(new StatusEvent(Tracker.Data.Model.TrackerState.Delivered, delivered.At, delivered.LocationId));
        }

        LogChange<StoredEvent, StatusEvent> change = LogDiff.Between(stored, computed, entry => entry.Event, entry => entry);
        StatusEvent current = Activity(tracker)
            .Except(change.Superseded)
            .Select(entry => entry.Event)
            .Concat(change.Added.Where(entry => entry.DeliveryLocationId is null))
            .MaxBy(entry => entry.OccurredAt);
        TrackerRecord after = (tracker.Row ?? default) with
        {
            State = current.State,
            Since = current.OccurredAt,
            Battery = battery,
            BatteryLow = battery?.IsLow(tracker.BatteryLowPercent) ?? false,
            Delivery = delivery,
            Last = last,
        };
        return new StatusChange(tracker.TrackerId, change.Superseded, change.Added, tracker.Row, after);
    }

    private static IEnumerable<StoredEvent> Activity(KnownTracker tracker) => tracker.Log.Where(entry => entry.Event.DeliveryLocationId is null);
}
