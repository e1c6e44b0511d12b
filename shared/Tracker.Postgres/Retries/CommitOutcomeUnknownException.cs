namespace EFCore.ReadWriteSplitting.Retries;

/// <summary>
/// The answer to COMMIT was lost (the connection broke, or somebody cancelled what follows it): the transaction may have happened or not. Run the unit of work through
/// <see cref="Scopes.Database.WriteAsync(Scopes.UnitOfWork, Func{Scopes.WriteScope, CancellationToken, Task}, CancellationToken, string, string, int)"/>, which finds out.
/// </summary>
public sealed class CommitOutcomeUnknownException(Exception inner)
    : Exception("The answer to COMMIT was lost; whether the transaction happened is not known.", inner), IClassifiedError
{
    ErrorVerdict IClassifiedError.Verdict => ErrorVerdict.Retry;
}
