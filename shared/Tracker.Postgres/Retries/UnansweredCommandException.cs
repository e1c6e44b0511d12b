namespace EFCore.ReadWriteSplitting.Retries;

/// <summary>
/// A command timed out, and so did its cancel request: the server is gone, or a proxy led the cancel request to another one. It is retried
/// once. A second one in the same run is a command that is too slow, because its connection was new, and so its server was up.
/// </summary>
internal sealed class UnansweredCommandException(CommandTimeoutException timeout)
    : Exception("A command ran into its timeout, and its server did not answer.", timeout), IClassifiedError
{
    ErrorVerdict IClassifiedError.Verdict => ErrorVerdict.Retry;

    /// <summary>The error if the server is up after all.</summary>
    public CommandTimeoutException Timeout { get; } = timeout;
}
