using Tracker.Data.Model;

namespace Tracker.Data.Ingest;

/// <summary>The result of looking trackers up, and how long it is valid.</summary>
/// <param name="Trackers">By key.</param>
/// <param name="Timeline">The primary's: a failover can lose a registration, and its id can be assigned again.</param>
/// <param name="Erasures">
/// The number per shard, counted before the oldest look-up: the ids of a shard with another number are out of date.
/// </param>
internal sealed record ResolvedTrackers(IReadOnlyDictionary<string, ResolvedTracker> Trackers, int? Timeline, IReadOnlyList<long> Erasures)
{
    public static readonly ResolvedTrackers None = new(new Dictionary<string, ResolvedTracker>(), null, new long[ReportShard.Count]);

    /// <summary>Whether two look-ups can be combined: same timeline, no erasure between them.</summary>
    public bool IsConsistentWith(ResolvedTrackers later) => Timeline == later.Timeline && Erasures.SequenceEqual(later.Erasures);
}

/// <summary>The tracker of a key.</summary>
/// <param name="Registered">The tracker that is registered; null if none is, because its reports are refused anyway.</param>
/// <param name="ErasedBefore">Reports with earlier event times are refused, UTC; null where no tracker of that key was erased.</param>
internal readonly record struct ResolvedTracker((long Id, short Shard)? Registered, DateTime? ErasedBefore)
{
    /// <summary>Whether reports up to a time need no other look-up.</summary>
    public bool IsKnownUntil(DateTime latest) => Registered is not null || Refuses(latest);

    public bool Refuses(DateTime recordedAt) => recordedAt < ErasedBefore;
}
