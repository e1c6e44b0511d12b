using Tracker.Data.Fences;

namespace GeofenceProcessor.Fences;

/// <summary>How far a shard's trackers have been judged by changes of fences.</summary>
internal sealed record ShardProgress
{
    /// <summary>The fence revision that every tracker of the shard has been judged by; <see cref="FenceProgress.RecomputeAll"/> for none.</summary>
    public long FenceRevision { get; init; }

    /// <summary>UTC; beginnings and ends of fence versions up to this moment have been judged.</summary>
    public DateTime JudgedUntil { get; init; } = FenceVersion.Always.From;

    /// <summary>The fence revision of the recomputation in progress.</summary>
    public long RecomputeRevision { get; init; }

    /// <summary>UTC; up to when the recomputation in progress judges beginnings and ends.</summary>
    public DateTime RecomputeUntil { get; init; }

    /// <summary>Trackers up to this id have been recomputed; 0 if no recomputation is in progress.</summary>
    public long RecomputedTrackerId { get; init; }
}
