namespace EFCore.ReadWriteSplitting.Retries;

/// <summary>
/// The answer to COMMIT was lost (the connection broke, or the query after it was cancelled): the transaction may or may not be committed.
/// Run the unit of work through
/// <see cref="Scopes.Database.WriteAsync(Scopes.UnitOfWork, Func{Scopes.WriteScope, CancellationToken, Task}, CancellationToken, string, string, int)"/>, which determines the outcome.
/// </summary>
public sealed class CommitOutcomeUnknownException(Exception inner)
    : Exception("The answer to COMMIT was lost; it is not known whether the transaction was committed.", inner), IClassifiedError
{
    ErrorVerdict IClassifiedError.Verdict => ErrorVerdict.Retry;
}
