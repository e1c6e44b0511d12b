using Tracker.Data.OutputLogs;
using Tracker.Data.Pipeline;
using Tracker.Geo.Reports;
using TrackerStatus.Battery;
using TrackerStatus.Delivery;
using TrackerStatus.Timeline;

namespace TrackerStatus;

/// <summary>What is known of a tracker before a batch.</summary>
/// <param name="TrackerId">Who.</param>
/// <param name="Row">Its row; null for one that was never seen.</param>
/// <param name="Log">Its effective entries.</param>
/// <param name="Threshold">How long it may be silent.</param>
/// <param name="BatteryLowPercent">At and below which its battery is low.</param>
internal sealed record KnownTracker(long TrackerId, TrackerRecord? Row, IReadOnlyList<StoredEvent> Log, TimeSpan Threshold, double BatteryLowPercent);

/// <summary>
/// Keeps each tracker's status and the log of its changes true, by event time. A late report takes back a silence that was
/// none. The open end, a tracker that is silent now, is <see cref="OverdueTrackers"/>'s.
/// </summary>
internal sealed class StatusJudge(IStatusStore store, DeliveryMap map, StatusOptions options)
{
    // More finders than ever report in one moment.
    private const int ReportsOfOneMoment = 1_000;

    private readonly DeliveryRule _deliveries = new(store, map, options);

    /// <summary>What new reports change.</summary>
    /// <param name="tracker">What is known before.</param>
    /// <param name="batch">The new reports.</param>
    /// <param name="battery">The latest that the new reports say of the battery.</param>
    /// <param name="cancellationToken">Gives up.</param>
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

        DeliveryState delivery = await _deliveries.AfterAsync(tracker.TrackerId, tracker.Row?.Delivery ?? default, batch, cancellationToken);
        Fix latest = LastReport.Of(tracker.Row is { } row ? batch.New.Prepend(row.Last) : batch.New);
        return Change(tracker, stored, computed, delivery, BatteryLevel.Later(tracker.Row?.Battery, battery), latest);
    }

    /// <summary>What differs where all is made again.</summary>
    /// <param name="tracker">What is known.</param>
    /// <param name="last">Its last processed report.</param>
    /// <param name="battery">The last that was said of the battery.</param>
    /// <param name="from">Where reports are gone: what happened before stands. Else <see cref="ReportKey.First"/>.</param>
    /// <param name="now">UTC; whether it is silent for too long is asked again too.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<StatusChange> RecomputeAsync(
        KnownTracker tracker, Fix last, BatteryLevel? battery, ReportKey from, DateTime now, CancellationToken cancellationToken)
    {
        IReadOnlyList<Fix> before = await store.BackAsync(tracker.TrackerId, from, limit: 1, cancellationToken);
        DateTime? previous = before.Count > 0 ? before[0].RecordedAt : null;
        List<StatusTransition> computed = await ActivityHistory.BetweenAsync(
            store, tracker.TrackerId, previous, from, last.Key, tracker.Threshold, cancellationToken);
        if (StatusTimeline.OpenEnd(last.RecordedAt, tracker.Threshold, now) is { } silent)
        {
            computed.Add(silent);
        }

        IReadOnlyList<Fix> atLast = await store.PageAsync(tracker.TrackerId, new ReportKey(last.RecordedAt, long.MinValue), ReportsOfOneMoment, cancellationToken);
        DeliveryState delivery = await _deliveries.FromAsync(tracker.TrackerId, tracker.Row?.Delivery ?? default, from, cancellationToken);
        return Change(
            tracker,
            [.. Activity(tracker).Where(entry => previous is null || entry.Event.OccurredAt > previous)],
            [.. computed.Select(StatusEvent.Of)],
            delivery,
            battery,
            LastReport.Of([.. atLast, last, .. tracker.Row is { } row && row.Last.Key < from ? new[] { row.Last } : []]));
    }

    /// <summary>The reports before a moment that what comes after it is judged by.</summary>
    public async Task<IReadOnlyCollection<ReportKey>> NeededBeforeAsync(
        KnownTracker tracker, ReportKey moment, BatteryLevel? battery, CancellationToken cancellationToken)
    {
        IReadOnlyList<Fix> last = await store.BackAsync(tracker.TrackerId, moment, limit: 1, cancellationToken);
        IEnumerable<ReportKey> visit = await _deliveries.NeededBeforeAsync(tracker.TrackerId, tracker.Row?.Delivery ?? default, moment, cancellationToken);
        return [.. last.Select(fix => fix.Key), .. visit, .. battery is { } level ? [level.Key] : Array.Empty<ReportKey>()];
    }

    // From the report before the first late one to the report after the last: nothing else can be another.
    private async Task LateAsync(
        KnownTracker tracker, TrackerBatch batch, List<StoredEvent> stored, List<StatusEvent> computed, CancellationToken cancellationToken)
    {
        IReadOnlyList<Fix> before = await store.BackAsync(tracker.TrackerId, batch.Late[0].Key, limit: 1, cancellationToken);
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
