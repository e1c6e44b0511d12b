using EFCore.ReadWriteSplitting.Retries;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>No node of <c>POSTGRES_HOSTS</c> is known to be what is asked for: a failover is under way, or all are down.</summary>
public sealed class NoNodeException(PoolKind kind)
    : Exception($"No node of POSTGRES_HOSTS is known to be {(kind == PoolKind.Read ? "up" : "the primary")} at the moment: a failover is under way, or all nodes are down."), IClassifiedError
{
    ErrorVerdict IClassifiedError.Verdict => ErrorVerdict.Retry;
}
