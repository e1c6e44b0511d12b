namespace EFCore.ReadWriteSplitting.Sessions;

/// <summary>The guarantees of a <see cref="Session"/>, as defined by Terry et al. (1994).</summary>
[Flags]
public enum SessionGuarantees
{
    /// <summary>No guarantee: each read is eventual.</summary>
    None = 0,

    /// <summary>A read shows every earlier write of the session.</summary>
    ReadYourWrites = 1,

    /// <summary>A read shows everything that an earlier read of the session showed.</summary>
    MonotonicReads = 2,

    /// <summary>A write takes effect after every earlier write of the session, on every server.</summary>
    MonotonicWrites = 4,

    /// <summary>A write takes effect after everything that an earlier read of the session showed.</summary>
    WritesFollowReads = 8,

    /// <summary>All four guarantees.</summary>
    All = ReadYourWrites | MonotonicReads | MonotonicWrites | WritesFollowReads,
}
