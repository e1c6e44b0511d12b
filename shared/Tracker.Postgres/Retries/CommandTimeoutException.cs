using EFCore.ReadWriteSplitting.Configuration;

namespace EFCore.ReadWriteSplitting.Retries;

/// <summary>
/// A command ran into its timeout on a server that is up: it is too slow, or waits for a lock. It was cancelled and is not retried, because
/// a retry would take as long. A timeout on a server that does not answer is retried instead.
/// </summary>
public sealed class CommandTimeoutException(TimeSpan limit, string setting, Exception inner)
    : TimeoutException($"A command did not end within its timeout and was cancelled. The default is {TimeWithUnit.Format(limit)} ({setting}). Make the command faster, raise the setting, or set the timeout of this command.", inner), IClassifiedError
{
    ErrorVerdict IClassifiedError.Verdict => ErrorVerdict.Permanent;
}
