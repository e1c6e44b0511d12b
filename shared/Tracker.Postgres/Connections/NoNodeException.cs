using EFCore.ReadWriteSplitting.Retries;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>No node of <c>POSTGRES_HOSTS</c> is known to be suitable: a failover is in progress, or all nodes are down.</summary>
public sealed class NoNodeException(PoolKind kind)
    : Exception($"No node of POSTGRES_HOSTS is known to be {(kind == PoolKind.Read ? "up" : "the primary")} at the moment: a failover is in progress, or all nodes are down."), IClassifiedError
{
    ErrorVerdict IClassifiedError.Verdict => ErrorVerdict.Retry;
}
