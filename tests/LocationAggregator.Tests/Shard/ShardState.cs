using System.Collections.Immutable;
using LocationAggregator.Aggregation;
using LocationAggregator.Horizon;
using LocationAggregator.Tracks;
using LocationAggregator.Trips;
using Tracker.Geo.Reports;

namespace LocationAggregator.Tests.Shard;

/// <summary>All that the database keeps of one shard at a moment. A value: a snapshot of it is itself.</summary>
internal sealed record ShardState
{
    /// <summary>By position, from 1.</summary>
    public ImmutableList<(long TrackerId, Fix Fix)> Reports { get; init; } = [];

    public long Position { get; init; }

    public int Stamp { get; init; }

    public ImmutableDictionary<long, StoredWindow> Windows { get; init; } = ImmutableDictionary<long, StoredWindow>.Empty;

    public LogState<PlacedStay> Stays { get; init; } = new();

    public LogState<Trip> Trips { get; init; } = new();

    public LogState<Fix> Outliers { get; init; } = new();

    public LogState<DayTrack> Tracks { get; init; } = new();

    public ImmutableHashSet<(long TrackerId, DateOnly Day)> TrackDays { get; init; } = [];

    public ImmutableDictionary<long, HorizonState> Horizons { get; init; } = ImmutableDictionary<long, HorizonState>.Empty;

    /// <summary>Reports before it are gone but for those that are kept.</summary>
    public DateTime DroppedBefore { get; init; }

    public ImmutableHashSet<(long TrackerId, ReportKey Key)> Kept { get; init; } = [];

    /// <summary>The reports up to a position that are there.</summary>
    public IEnumerable<(long TrackerId, Fix Fix)> There(int upTo) =>
        Reports.Take(upTo).Where(row => row.Fix.RecordedAt >= DroppedBefore || Kept.Contains((row.TrackerId, row.Fix.Key)));
}

/// <summary>An output log: what holds of it. What is superseded must have held.</summary>
internal sealed record LogState<TEntry>
{
    public long Sequence { get; init; }

    public ImmutableSortedDictionary<long, (long TrackerId, TEntry Entry)> Effective { get; init; } = ImmutableSortedDictionary<long, (long, TEntry)>.Empty;

    public LogState<TEntry> Write(IEnumerable<long> superseded, IEnumerable<(long TrackerId, TEntry Entry)> added)
    {
        ImmutableSortedDictionary<long, (long, TEntry)> effective = Effective;
        long sequence = Sequence;
        foreach (long old in superseded)
        {
            Assert.True(effective.ContainsKey(old), $"Entry {old} is superseded and does not hold.");
            effective = effective.Remove(old);
            sequence++;
        }

        foreach ((long trackerId, TEntry entry) in added)
        {
            effective = effective.Add(++sequence, (trackerId, entry));
        }

        return new LogState<TEntry> { Sequence = sequence, Effective = effective };
    }

    public IEnumerable<(long Sequence, TEntry Entry)> Of(long trackerId) =>
        Effective.Where(pair => pair.Value.TrackerId == trackerId).Select(pair => (pair.Key, pair.Value.Entry));
}
