using Tracker.Data.Model;

namespace Tracker.Data.Ingest;

/// <summary>What looking trackers up has given, and for how long it holds.</summary>
/// <param name="Trackers">By key.</param>
/// <param name="Timeline">The primary's: a failover may have lost a registration, and its id can be given anew.</param>
/// <param name="Erasures">Of each shard, counted before the oldest of the look-ups: where a shard has had another since, its ids are stale.</param>
internal sealed record ResolvedTrackers(IReadOnlyDictionary<string, ResolvedTracker> Trackers, int? Timeline, IReadOnlyList<long> Erasures)
{
    public static readonly ResolvedTrackers None = new(new Dictionary<string, ResolvedTracker>(), null, new long[ReportShard.Count]);

    /// <summary>Whether the reports of a key, of which the latest is of that time, need another look-up.</summary>
    public bool Misses(string key, DateTime latest) =>
        !Trackers.TryGetValue(key, out ResolvedTracker tracker) || (tracker.Id is null && !tracker.Refuses(latest));

    /// <summary>Whether nothing that matters has happened between two look-ups.</summary>
    public bool HoldsWith(ResolvedTrackers later) => Timeline == later.Timeline && Erasures.SequenceEqual(later.Erasures);
}

/// <summary>What a key stands for.</summary>
/// <param name="Id">The tracker that is registered; null where none is, and none has to be for what is refused anyway.</param>
/// <param name="ErasedBefore">Reports with earlier event times are refused, UTC; null where no tracker of that key was erased.</param>
internal readonly record struct ResolvedTracker(long? Id, DateTime? ErasedBefore)
{
    public bool Refuses(DateTime recordedAt) => recordedAt < ErasedBefore;
}
