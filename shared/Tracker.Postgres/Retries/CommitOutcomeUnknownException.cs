namespace EFCore.ReadWriteSplitting.Retries;

/// <summary>
/// The answer to COMMIT was lost (the connection broke, or the query after it was cancelled): the transaction may or may not be committed.
/// Run the unit of work through
/// <see cref="Scopes.Database.WriteAsync(Scopes.UnitOfWork, Func{Scopes.WriteScope, CancellationToken, Task}, CancellationToken, string, string, int)"/>, which determines the outcome.
/// If that overload throws it, no retry determined the outcome; an error that ended the retries is part of the message.
/// </summary>
public sealed class CommitOutcomeUnknownException(Exception inner)
    : Exception("The answer to COMMIT was lost; it is not known whether the transaction was committed.", inner), IClassifiedError
{
    /// <inheritdoc/>
    public override string Message => End is null or CommitOutcomeUnknownException ? base.Message : $"{base.Message} Its retries ended with: {End.Message}";

    /// <summary>The error that ended the retries; null if nothing was retried yet.</summary>
    internal Exception? End { get; init; }

    // A run around the retries must not repeat the unit: it would be another unit.
    ErrorVerdict IClassifiedError.Verdict => End is null ? ErrorVerdict.Retry : ErrorVerdict.Permanent;
}
