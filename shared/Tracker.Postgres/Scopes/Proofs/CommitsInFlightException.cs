using EFCore.ReadWriteSplitting.Retries;

namespace EFCore.ReadWriteSplitting.Scopes.Proofs;

/// <summary>
/// Commits that a session saw on a replica still wait for the synchronous standby on the primary. Retried until the deadline.
/// </summary>
internal sealed class CommitsInFlightException(string node)
    : Exception($"Commits that the session saw on a replica may not be visible on {node} yet: they wait for the synchronous standby."), IClassifiedError
{
    ErrorVerdict IClassifiedError.Verdict => ErrorVerdict.Retry;
}
