using System.Text.Json;
using LocationAggregator.Aggregation;
using LocationAggregator.History;
using LocationAggregator.Horizon;
using LocationAggregator.Storage;
using LocationAggregator.Tracks;
using Tracker.Data.Pipeline;
using Tracker.Geo.Reports;

namespace LocationAggregator.Tests.Shard;

/// <summary>
/// A shard as the database stores it, and the service's batches on it: read a snapshot, compute with the service's own
/// code, and commit if the stamp is still the one that was read. In between, another worker may have committed first.
/// </summary>
internal sealed class MemoryShard(Rules rules)
{
    private readonly ReportAggregation _aggregation = rules.Aggregation;
    private readonly TrackBuilder _tracks = rules.Tracks;

    public ShardState State { get; private set; } = new();

    /// <summary>The number of reports that batches have read in addition to their own.</summary>
    public int Reads { get; private set; }

    /// <summary>Stores reports that are new, in the order of arrival.</summary>
    public void Ingest(IEnumerable<(long TrackerId, Fix Fix)> reports)
    {
        HashSet<(long, ReportKey)> known = [.. State.Reports.Select(row => (row.TrackerId, row.Fix.Key))];
        State = State with { Reports = State.Reports.AddRange(reports.Where(row => known.Add((row.TrackerId, row.Fix.Key)))) };
    }

    /// <summary>Computes a batch of new reports from the current state; null if there are none.</summary>
    public Func<bool>? Batch(int size)
    {
        ShardState seen = State;
        (long TrackerId, Fix Fix)[] added = [.. seen.Reports.Skip((int)seen.Position).Take(size)];
        if (added.Length == 0)
        {
            return null;
        }

        long upTo = seen.Position + added.Length;
        ILookup<long, Fix> processed = seen.There((int)seen.Position).ToLookup(row => row.TrackerId, row => row.Fix);
        var trackers = added.GroupBy(row => row.TrackerId, row => row.Fix).ToDictionary(
            group => group.Key,
            group => new TrackerBatch(
                processed[group.Key].Select(fix => (Fix?)fix).MaxBy(fix => fix!.Value.Key), [.. group.OrderBy(fix => fix.Key)]));
        MemoryStore store = new(seen, upTo);
        IReadOnlyList<TrackerChange> changes = Done(_aggregation.ProcessAsync(store, trackers, seen.Windows, CancellationToken.None));
        Reads += store.Reads;
        return () => Commit(seen, after => Write(after with { Position = upTo }, changes));
    }

    /// <summary>Builds the tracks of all pending days.</summary>
    public Func<bool> Tracks()
    {
        ShardState seen = State;
        MemoryStore store = new(seen, seen.Position);
        List<(long, DayTrack)> made = [];
        foreach ((long trackerId, DateOnly day) in Making(seen))
        {
            if (Done(_tracks.BuildAsync(store, trackerId, day, CancellationToken.None)) is { } track)
            {
                made.Add((trackerId, track));
            }
        }

        return () => Commit(seen, after => after with
        {
            TrackDays = after.TrackDays.Except(seen.TrackDays),
            Tracks = after.Tracks.Write(
                after.Tracks.Effective.Where(pair => Making(seen).Contains((pair.Value.TrackerId, pair.Value.Entry.Day))).Select(pair => pair.Key), made),
        });
    }

    /// <summary>Recomputes a tracker from a moment on; returns whether anything changed.</summary>
    public bool Recompute(long trackerId, ReportKey from)
    {
        Fix[] processed = [.. State.There((int)State.Position).Where(row => row.TrackerId == trackerId).Select(row => row.Fix)];
        if (processed.Length == 0)
        {
            return false;
        }

        TrackerChange change = Done(_aggregation.RecomputeAsync(
            new MemoryStore(State, State.Position), trackerId, processed.MaxBy(fix => fix.Key), State.Windows[trackerId], from, CancellationToken.None));
        ShardState seen = State;
        Assert.True(Commit(seen, after => Write(after, [change])));
        return !(change.Stays.IsEmpty && change.Trips.IsEmpty && change.Outliers.IsEmpty && change.Window is null);
    }

    /// <summary>Keeps what is needed of the reports before a moment, all of which are processed, and drops them.</summary>
    /// <param name="before">The moment.</param>
    /// <param name="others">Selects reports that other consumers keep; the aggregator sees these as well.</param>
    public void Drop(DateTime before, Func<Fix, bool> others)
    {
        MemoryStore store = new(State, State.Position);
        ShardState after = State with { DroppedBefore = before, Kept = [] };
        foreach (IGrouping<long, Fix> tracker in State.There((int)State.Position).Where(row => row.Fix.RecordedAt < before).GroupBy(row => row.TrackerId, row => row.Fix))
        {
            Fix[] last = [.. tracker.OrderByDescending(fix => fix.Key).Take(2)];
            HorizonState state = Done(rules.HorizonStates.BuildAsync(
                store, tracker.Key, before, last[0], State.Windows[tracker.Key], State.Horizons.GetValueOrDefault(tracker.Key), CancellationToken.None));
            // As the database stores it.
            HorizonState kept = JsonSerializer.Deserialize<HorizonState>(JsonSerializer.Serialize(state))!;
            Assert.Equal(state, kept);
            after = after with { Horizons = after.Horizons.SetItem(tracker.Key, kept), Kept = after.Kept.Union(last.Concat(tracker.Where(others)).Select(fix => (tracker.Key, fix.Key))) };
        }

        State = after;
    }

    /// <summary>Processes everything that is pending, as a single worker.</summary>
    public void Finish(int batch = 1_000)
    {
        while (Batch(batch) is { } commit)
        {
            Assert.True(commit());
        }

        Assert.True(Tracks()());
    }

    /// <summary>Makes a change that no worker would make.</summary>
    public void Damage(Func<ShardState, ShardState> change) => State = change(State);

    private bool Commit(ShardState seen, Func<ShardState, ShardState> change)
    {
        if (State.Stamp != seen.Stamp)
        {
            return false;
        }

        State = change(State) with { Stamp = seen.Stamp + 1 };
        return true;
    }

    private IEnumerable<(long TrackerId, DateOnly Day)> Making(ShardState seen) => seen.TrackDays.Where(
        row => !(seen.Horizons.GetValueOrDefault(row.TrackerId) is { } horizon && rules.Calendar.StartOf(row.Day) < horizon.SettledBefore));

    private static ShardState Write(ShardState state, IReadOnlyList<TrackerChange> changes)
    {
        foreach (TrackerChange change in changes)
        {
            state = state with
            {
                Stays = state.Stays.Write(change.Stays.Superseded.Select(stay => stay.Sequence), change.Stays.Added.Select(stay => (change.TrackerId, stay))),
                Trips = state.Trips.Write(change.Trips.Superseded.Select(trip => trip.Sequence), change.Trips.Added.Select(trip => (change.TrackerId, trip))),
                Outliers = state.Outliers.Write(change.Outliers.Superseded.Select(fix => fix.Sequence), change.Outliers.Added.Select(fix => (change.TrackerId, fix))),
                Windows = change.Window is { } open
                    ? state.Windows.SetItem(change.TrackerId, new StoredWindow(open.Anchor, open.AnchorLatitude, open.AnchorLongitude))
                    : state.Windows,
                TrackDays = state.TrackDays.Union(change.Days.Select(day => (change.TrackerId, day))),
            };
        }

        return state;
    }

    // Operations in memory complete synchronously.
    private static T Done<T>(Task<T> task)
    {
        Assert.True(task.IsCompleted);
        return task.GetAwaiter().GetResult();
    }
}
