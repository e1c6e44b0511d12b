using GeofenceProcessor.Judging;

namespace GeofenceProcessor;

/// <summary>The labels of event types and reasons in the database.</summary>
internal static class EventLabels
{
    private static readonly string[] Types = ["exit", "cross", "enter", "dwell"];

    public static string Of(FenceEventType type) => Types[(int)type];

    public static FenceEventType TypeOf(string type) => Array.IndexOf(Types, type) is var index and >= 0
        ? (FenceEventType)index
        : throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown event type.");

    /// <summary>Null for a report.</summary>
    public static string? Of(FenceEventReason reason) => reason switch
    {
        FenceEventReason.Report => null,
        FenceEventReason.FenceBegan => "fence_began",
        FenceEventReason.FenceChanged => "fence_changed",
        FenceEventReason.FenceEnded => "fence_ended",
        FenceEventReason.FenceOpened => "fence_opened",
        FenceEventReason.FenceClosed => "fence_closed",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Unknown event reason."),
    };

    public static FenceEventReason ReasonOf(string? reason) => reason switch
    {
        null => FenceEventReason.Report,
        "fence_began" => FenceEventReason.FenceBegan,
        "fence_changed" => FenceEventReason.FenceChanged,
        "fence_ended" => FenceEventReason.FenceEnded,
        "fence_opened" => FenceEventReason.FenceOpened,
        "fence_closed" => FenceEventReason.FenceClosed,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Unknown event reason."),
    };
}
