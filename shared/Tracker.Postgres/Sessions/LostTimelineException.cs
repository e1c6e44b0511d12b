using EFCore.ReadWriteSplitting.Retries;

namespace EFCore.ReadWriteSplitting.Sessions;

/// <summary>A replica stopped receiving while a session read from it: what it showed can't be placed, so the read is run again.</summary>
internal sealed class LostTimelineException(string node)
    : Exception($"{node} stopped receiving from a primary while it was read."), IClassifiedError
{
    ErrorVerdict IClassifiedError.Verdict => ErrorVerdict.Retry;
}
