using EFCore.ReadWriteSplitting.Consistency;

namespace EFCore.ReadWriteSplitting.Retries;

/// <summary>
/// The transaction is committed on the primary, but its wait for the synchronous standby was cancelled: a failover may lose it. Do not
/// run it again.
/// </summary>
public sealed class CommitNotReplicatedException(WriteToken token)
    : Exception($"Committed ({token}), but the wait for the synchronous standby was ended by a cancellation or a shutdown: a failover may lose it. Do not run it again; check that the standby replicates.")
{
    /// <summary>The commit's token.</summary>
    public WriteToken Token { get; } = token;
}
