namespace Tracker.Data;

/// <summary>The ids of this library's log events: 2000 to 2999.</summary>
internal static class EventIds
{
    public const int BatchDiscarded = 2001;
    public const int ErasureStarted = 2101;
    public const int ErasureFinished = 2102;
}
