namespace EFCore.ReadWriteSplitting.Sessions;

/// <summary>What a <see cref="Session"/> promises about its reads and writes, in the literature's terms (Terry et al., 1994).</summary>
[Flags]
public enum SessionGuarantees
{
    /// <summary>Nothing: each read is eventual.</summary>
    None = 0,

    /// <summary>A read shows every earlier write of the session.</summary>
    ReadYourWrites = 1,

    /// <summary>A read shows everything that an earlier read of the session showed.</summary>
    MonotonicReads = 2,

    /// <summary>A write happens after every earlier write of the session, wherever it is seen.</summary>
    MonotonicWrites = 4,

    /// <summary>A write happens after everything that an earlier read of the session showed.</summary>
    WritesFollowReads = 8,

    /// <summary>All four.</summary>
    All = ReadYourWrites | MonotonicReads | MonotonicWrites | WritesFollowReads,
}
