using EFCore.ReadWriteSplitting.Retries;

namespace EFCore.ReadWriteSplitting.Scopes;

/// <summary>What a session saw on a replica may not be on the primary yet: commits there still wait for their standby. Tried again until the deadline.</summary>
internal sealed class CommitsInFlightException(string node)
    : Exception($"What the session saw on a replica may not be visible on {node} yet: commits there wait for their standby."), IClassifiedError
{
    ErrorVerdict IClassifiedError.Verdict => ErrorVerdict.Retry;
}
