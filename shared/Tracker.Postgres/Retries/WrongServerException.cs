namespace EFCore.ReadWriteSplitting.Retries;

/// <summary>The write port led to a server in recovery: a demoted primary, or a replica that is being promoted.</summary>
public sealed class WrongServerException(string node)
    : Exception($"The write port led to {node}, which is in recovery. A failover is in progress, or POSTGRES_PORT leads to a replica."), IClassifiedError
{
    ErrorVerdict IClassifiedError.Verdict => ErrorVerdict.RetryOnNewConnections;
}
