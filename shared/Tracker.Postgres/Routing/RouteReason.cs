namespace EFCore.ReadWriteSplitting.Routing;

/// <summary>Why a scope was routed to its server.</summary>
public enum RouteReason
{
    /// <summary>A write goes to the primary.</summary>
    Write,

    /// <summary>The caller asked for the primary.</summary>
    PrimaryRequested,

    /// <summary>An eventual read on a replica.</summary>
    Replica,

    /// <summary>A replica serves the read and is proven to have replayed the requested position.</summary>
    ReplicaCaughtUp,

    /// <summary>The primary serves the read because no replica is up, or there is none.</summary>
    NoReplica,

    /// <summary>The primary serves the read because no replica caught up in time.</summary>
    ReplicasBehind,

    /// <summary>The primary serves the read because recovery conflicts on the replicas cancelled it.</summary>
    RecoveryConflicts,

    /// <summary>The primary serves the read because the monitor has no sample that proves the staleness bound.</summary>
    NoProof,

    /// <summary>
    /// A replica serves the read stale, as the caller allows: no replica caught up in time, and the fallback limit is reached.
    /// </summary>
    Stale,

    /// <summary>The primary serves every read because <c>DATABASE_READ_SPLIT=off</c>.</summary>
    ReadSplitOff,
}
