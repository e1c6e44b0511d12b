namespace EFCore.ReadWriteSplitting.Routing;

/// <summary>Why a scope was served by the node that served it.</summary>
public enum RouteReason
{
    /// <summary>A write: the primary.</summary>
    Write,

    /// <summary>The caller asked for the primary.</summary>
    PrimaryRequested,

    /// <summary>A replica serves; no freshness was asked.</summary>
    Replica,

    /// <summary>A replica serves and was proven to have replayed what the caller asked.</summary>
    ReplicaCaughtUp,

    /// <summary>The read port led to the primary: no replica is up, or there is none.</summary>
    NoReplica,

    /// <summary>No replica caught up in time: the primary serves.</summary>
    ReplicasBehind,

    /// <summary>The replay of one replica, and of another where there is one, cancelled the read's query: the primary serves.</summary>
    RecoveryConflicts,

    /// <summary>Bounded staleness was asked and the monitor has no sample to prove it with: the primary serves.</summary>
    NoProof,

    /// <summary>No replica caught up in time and the primary takes no more such reads: a replica serves what the caller allowed to be stale.</summary>
    Stale,

    /// <summary><c>DATABASE_READ_SPLIT=off</c>: the primary serves every read.</summary>
    ReadSplitOff,
}
