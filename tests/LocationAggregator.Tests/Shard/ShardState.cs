using System.Collections.Immutable;
using LocationAggregator.History;
using LocationAggregator.Horizon;
using LocationAggregator.Storage;
using LocationAggregator.Tracks;
using LocationAggregator.Trips;
using Tracker.Geo.Reports;

namespace LocationAggregator.Tests.Shard;

/// <summary>Everything that the database stores for a shard at a moment. An immutable value: it is its own snapshot.</summary>
internal sealed record ShardState
{
    /// <summary>By position, from 1.</summary>
    public ImmutableList<(long TrackerId, Fix Fix)> Reports { get; init; } = [];

    public long Position { get; init; }

    public int Stamp { get; init; }

    public ImmutableDictionary<long, StoredWindow> Windows { get; init; } = ImmutableDictionary<long, StoredWindow>.Empty;

    public LogState<LocatedStay> Stays { get; init; } = new();

    public LogState<Trip> Trips { get; init; } = new();

    public LogState<Fix> Outliers { get; init; } = new();

    public LogState<DayTrack> Tracks { get; init; } = new();

    public ImmutableHashSet<(long TrackerId, DateOnly Day)> TrackDays { get; init; } = [];

    public ImmutableDictionary<long, HorizonState> Horizons { get; init; } = ImmutableDictionary<long, HorizonState>.Empty;

    /// <summary>Reports before this moment have been dropped, except for those that are kept.</summary>
    public DateTime DroppedBefore { get; init; }

    public ImmutableHashSet<(long TrackerId, ReportKey Key)> Kept { get; init; } = [];

    /// <summary>The remaining reports up to a position.</summary>
    public IEnumerable<(long TrackerId, Fix Fix)> There(int upTo) =>
        Reports.Take(upTo).Where(row => row.Fix.RecordedAt >= DroppedBefore || Kept.Contains((row.TrackerId, row.Fix.Key)));
}

/// <summary>The effective entries of an output log. Only an effective entry can be superseded.</summary>
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
