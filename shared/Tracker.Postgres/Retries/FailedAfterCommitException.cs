using EFCore.ReadWriteSplitting.Consistency;

namespace EFCore.ReadWriteSplitting.Retries;

/// <summary>
/// A unit of work that commits itself (<see cref="Scopes.WriteScope.CommitAsync"/>) failed after that: it is committed. Do not run it again.
/// </summary>
/// <param name="token">The commit's token.</param>
/// <param name="inner">The error.</param>
public sealed class FailedAfterCommitException(WriteToken token, Exception inner)
    : Exception($"Committed ({token}), but the unit of work failed after its commit. Do not run it again. {inner.Message}", inner), IClassifiedError
{
    /// <summary>The commit's token.</summary>
    public WriteToken Token { get; } = token;

    ErrorVerdict IClassifiedError.Verdict => ErrorVerdict.Permanent;
}
