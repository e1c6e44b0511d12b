namespace EFCore.ReadWriteSplitting.Retries;

/// <summary>What a unit of work knows about the commits of its attempts.</summary>
internal sealed class CommitOutcome
{
    /// <summary>The error of an attempt that may have been committed, if no later attempt has found out that it was not.</summary>
    public CommitOutcomeUnknownException? Lost { get; private set; }

    /// <summary>Records an attempt's error.</summary>
    public void Record(Exception error) => Lost ??= error as CommitOutcomeUnknownException;

    /// <summary>Records that no earlier attempt was committed.</summary>
    public void Resolve() => Lost = null;
}
