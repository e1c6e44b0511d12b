using Tracker.Data.Model;
using Tracker.Data.Pipeline;
using Tracker.Geo.Reports;
using TrackerStatus.Battery;
using TrackerStatus.Delivery;
using TrackerStatus.Judging;
using TrackerStatus.Timeline;

namespace TrackerStatus.Tests.Shard;

/// <summary>A stored report.</summary>
internal readonly record struct Report(long TrackerId, Fix Fix, float? Battery);

/// <summary>
/// A shard as the database stores it, and the service's batches on it: read, compute with the service's own code, and
/// commit if the stamp is still the one that was read. In between, another worker or the search for silent trackers may
/// have committed first.
/// </summary>
internal sealed class MemoryShard(StatusOptions options, DeliveryMap map)
{
    private readonly List<Report> _reports = [];
    private readonly Dictionary<long, TrackerRecord> _rows = [];
    private readonly SortedDictionary<long, StoredEvent> _effective = [];
    private readonly HashSet<(long TrackerId, ReportKey Key)> _kept = [];
    private DateTime _droppedBefore;
    private long _position;
    private long _sequence;
    private int _stamp;

    /// <summary>Inactivity thresholds of trackers whose model sets one.</summary>
    public Dictionary<long, TimeSpan> Thresholds { get; } = [];

    /// <summary>Battery thresholds of trackers whose model sets one.</summary>
    public Dictionary<long, double> BatteryLowPercents { get; } = [];

    /// <summary>Delivery locations may change.</summary>
    public DeliveryMap Map { get; set; } = map;

    public TrackerRecord Row(long trackerId) => _rows[trackerId];

    public IReadOnlyList<StatusEvent> Effective(long trackerId) =>
        [.. _effective.Values.Where(entry => entry.TrackerId == trackerId).Select(entry => entry.Event).OrderBy(entry => entry.OccurredAt).ThenBy(entry => entry.State)];

    public void Ingest(params IEnumerable<Report> reports)
    {
        HashSet<(long, ReportKey)> known = [.. _reports.Select(report => (report.TrackerId, report.Fix.Key))];
        _reports.AddRange(reports.Where(report => known.Add((report.TrackerId, report.Fix.Key))));
    }

    /// <summary>Keeps what is needed of the reports before a moment, all of which are processed, and drops them.</summary>
    public void Drop(DateTime before)
    {
        StatusJudge judge = new(Store(_position), Map, options);
        (long, ReportKey)[] kept =
        [
            .. There(_position).GroupBy(report => report.TrackerId).SelectMany(tracker => Done(judge.NeededBeforeAsync(
                Known(tracker.Key), new ReportKey(before, long.MinValue), Battery(tracker.Where(report => report.Fix.RecordedAt < before)), CancellationToken.None))
                .Select(key => (tracker.Key, key))),
        ];
        _kept.Clear();
        _kept.UnionWith(kept);
        _droppedBefore = before;
    }

    /// <summary>The number of remaining reports.</summary>
    public int Count => There(_reports.Count).Count();

    public Func<bool>? Batch(int size)
    {
        Report[] added = [.. _reports.Skip((int)_position).Take(size)];
        if (added.Length == 0)
        {
            return null;
        }

        int stamp = _stamp;
        long position = _position;
        long upTo = position + added.Length;
        StatusJudge judge = new(Store(upTo), Map, options);
        List<StatusChange> changes = [];
        foreach (IGrouping<long, Report> tracker in added.GroupBy(report => report.TrackerId))
        {
            Fix? last = There(position).Where(report => report.TrackerId == tracker.Key).Select(report => (Fix?)report.Fix).MaxBy(fix => fix!.Value.Key);
            TrackerBatch batch = new(last, [.. tracker.Select(report => report.Fix).OrderBy(fix => fix.Key)]);
            changes.Add(Done(judge.ProcessAsync(Known(tracker.Key), batch, Battery(tracker), CancellationToken.None)));
        }

        return () => Commit(stamp, upTo, changes);
    }

    public void Recompute(long trackerId, DateTime now)
    {
        Report[] processed = [.. There(_position).Where(report => report.TrackerId == trackerId)];
        if (processed.Length > 0)
        {
            StatusJudge judge = new(Store(_position), Map, options);
            Fix last = processed.MaxBy(report => report.Fix.Key).Fix;
            Assert.True(Commit(_stamp, _position, [Done(judge.RecomputeAsync(Known(trackerId), last, Battery(processed), new ReportKey(_droppedBefore, long.MinValue), now, CancellationToken.None))]));
        }
    }

    /// <summary>The search for silent trackers, in a shard without unread reports.</summary>
    public void Tick(DateTime now)
    {
        if (_position < _reports.Count)
        {
            return;
        }

        foreach ((long trackerId, TrackerRecord row) in _rows.ToArray())
        {
            TimeSpan threshold = Known(trackerId).Threshold;
            if (row.State == TrackerState.Active && now - row.LastSeenAt > threshold)
            {
                StatusEvent silent = new(TrackerState.Inactive, row.LastSeenAt + threshold, DeliveryLocationId: null);
                _effective.Add(++_sequence, new StoredEvent(trackerId, _sequence, silent));
                _rows[trackerId] = row with { State = TrackerState.Inactive, Since = silent.OccurredAt };
                _stamp++;
            }
        }
    }

    public void Finish(DateTime now, int batch = 1_000)
    {
        while (Batch(batch) is { } commit)
        {
            Assert.True(commit());
        }

        Tick(now);
    }

    private IEnumerable<Report> There(long upTo) => _reports.Take((int)upTo)
        .Where(report => report.Fix.RecordedAt >= _droppedBefore || _kept.Contains((report.TrackerId, report.Fix.Key)));

    private MemoryStore Store(long upTo) => new(There(upTo));

    private KnownTracker Known(long trackerId) => new(
        trackerId,
        _rows.TryGetValue(trackerId, out TrackerRecord row) ? row : null,
        [.. _effective.Values.Where(entry => entry.TrackerId == trackerId)],
        Thresholds.GetValueOrDefault(trackerId, options.InactiveAfter),
        BatteryLowPercents.GetValueOrDefault(trackerId, options.BatteryLowPercent));

    private bool Commit(int stamp, long position, List<StatusChange> changes)
    {
        if (stamp != _stamp)
        {
            return false;
        }

        foreach (StatusChange change in changes)
        {
            foreach (StoredEvent old in change.Superseded)
            {
                Assert.True(_effective.Remove(old.Sequence), $"Entry {old.Sequence} is superseded and does not hold.");
                _sequence++;
            }

            foreach (StatusEvent added in change.Added)
            {
                _effective.Add(++_sequence, new StoredEvent(change.TrackerId, _sequence, added));
            }

            if (change.ChangesRow)
            {
                _rows[change.TrackerId] = change.After;
            }
        }

        _position = position;
        _stamp++;
        return true;
    }

    private static BatteryLevel? Battery(IEnumerable<Report> reports) => reports
        .Where(report => report.Battery is not null)
        .Select(report => (BatteryLevel?)new BatteryLevel(report.Fix.Key, report.Battery!.Value))
        .MaxBy(level => level!.Value.Key);

    private static T Done<T>(Task<T> task)
    {
        Assert.True(task.IsCompleted);
        return task.GetAwaiter().GetResult();
    }

    private sealed class MemoryStore(IEnumerable<Report> reports) : IStatusStore
    {
        private readonly ILookup<long, Fix> _reports = reports.OrderBy(report => report.Fix.Key).ToLookup(report => report.TrackerId, report => report.Fix);

        public Task<IReadOnlyList<Fix>> PageAsync(long trackerId, ReportKey from, int limit, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Fix>>([.. _reports[trackerId].Where(fix => fix.Key >= from).Take(limit)]);

        public Task<IReadOnlyList<Fix>> PageBeforeAsync(long trackerId, ReportKey before, int limit, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Fix>>([.. _reports[trackerId].Where(fix => fix.Key < before).Reverse().Take(limit)]);
    }
}
