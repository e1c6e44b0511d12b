namespace Tracker.Data.Retries;

/// <summary>
/// The connection broke during COMMIT: the transaction may have happened or not. Run the unit of work through
/// <see cref="Scopes.Database.WriteAsync(Scopes.UnitOfWork, Func{Scopes.WriteScope, CancellationToken, Task}, CancellationToken, string, string, int)"/>, which finds out.
/// </summary>
public sealed class CommitOutcomeUnknownException(Exception inner)
    : Exception("The connection broke during COMMIT; whether the transaction happened is not known.", inner);
