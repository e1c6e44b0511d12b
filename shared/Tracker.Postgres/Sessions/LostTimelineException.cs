using EFCore.ReadWriteSplitting.Retries;

namespace EFCore.ReadWriteSplitting.Sessions;

/// <summary>
/// A replica stopped receiving WAL while a session read from it, so the timeline of the data is unknown. The read is retried.
/// </summary>
internal sealed class LostTimelineException(string node)
    : Exception($"{node} stopped receiving WAL from a primary while a session read from it."), IClassifiedError
{
    ErrorVerdict IClassifiedError.Verdict => ErrorVerdict.Retry;
}
