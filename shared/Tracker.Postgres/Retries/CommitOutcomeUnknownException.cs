namespace EFCore.ReadWriteSplitting.Retries;

/// <summary>
/// The answer to COMMIT was lost (the connection broke, or the query after it was cancelled): the transaction may or may not be committed.
/// Run the unit of work through
/// <see cref="Scopes.Database.WriteAsync(Scopes.UnitOfWork, Func{Scopes.WriteScope, CancellationToken, Task}, CancellationToken, string, string, int)"/>, which determines the outcome.
/// If that overload throws it, no retry determined the outcome; an error that ended the retries is part of the message.
/// </summary>
public sealed class CommitOutcomeUnknownException : Exception, IClassifiedError
{
    private const string Text = "The answer to COMMIT was lost; it is not known whether the transaction was committed.";

    private readonly ErrorVerdict _verdict = ErrorVerdict.Retry;

    /// <param name="inner">The error that COMMIT ended with.</param>
    public CommitOutcomeUnknownException(Exception inner)
        : base(Text, inner)
    {
    }

    /// <param name="lost">The error of the attempt that may have been committed.</param>
    /// <param name="end">The error that ended the retries.</param>
    internal CommitOutcomeUnknownException(CommitOutcomeUnknownException lost, Exception end)
        : base(end is CommitOutcomeUnknownException ? Text : $"{Text} Its retries ended with: {end.Message}", lost)
    {
        End = end;
        // A run around this one must not repeat the unit: it would be another unit.
        _verdict = ErrorVerdict.Permanent;
    }

    /// <summary>The error that ended the retries; null if nothing was retried.</summary>
    internal Exception? End { get; }

    ErrorVerdict IClassifiedError.Verdict => _verdict;
}
