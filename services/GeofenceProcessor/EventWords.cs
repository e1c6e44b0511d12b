using GeofenceProcessor.Judging;

namespace GeofenceProcessor;

/// <summary>How the database spells types and reasons.</summary>
internal static class EventWords
{
    public static string Of(FenceEventType type) => type == FenceEventType.Enter ? "enter" : "exit";

    public static FenceEventType TypeOf(string type) => type == "enter" ? FenceEventType.Enter : FenceEventType.Exit;

    /// <summary>Null: a report.</summary>
    public static string? Of(FenceEventReason reason) => reason switch
    {
        FenceEventReason.Report => null,
        FenceEventReason.FenceBegan => "fence_began",
        FenceEventReason.FenceChanged => "fence_changed",
        FenceEventReason.FenceEnded => "fence_ended",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No known reason."),
    };

    public static FenceEventReason ReasonOf(string? reason) => reason switch
    {
        null => FenceEventReason.Report,
        "fence_began" => FenceEventReason.FenceBegan,
        "fence_changed" => FenceEventReason.FenceChanged,
        "fence_ended" => FenceEventReason.FenceEnded,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No known reason."),
    };
}
