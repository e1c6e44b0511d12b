namespace GeofenceProcessor.Judging;

/// <summary>The type of an event, in the order in which a single report or moment causes them.</summary>
internal enum FenceEventType
{
    Exit,

    /// <summary>The leg between two reports passed through the fence, and neither report is inside.</summary>
    Cross,

    Enter,

    /// <summary>The tracker has been inside for as long as the fence requires.</summary>
    Dwell,
}

/// <summary>The cause of an event.</summary>
internal enum FenceEventReason
{
    /// <summary>A report: the tracker moved or was seen for the first time. For a dwell: time passed.</summary>
    Report,

    /// <summary>The fence became valid.</summary>
    FenceBegan,

    /// <summary>Another version of the fence became valid.</summary>
    FenceChanged,

    /// <summary>The fence is no longer valid.</summary>
    FenceEnded,

    /// <summary>The fence's active hours began.</summary>
    FenceOpened,

    /// <summary>The fence's active hours ended.</summary>
    FenceClosed,
}

/// <summary>
/// A tracker entered a fence, left it, stayed in it or passed through it. A fence has at most one event per report, and one
/// per moment without a report, so (fence, time, fingerprint) identifies an event.
/// </summary>
/// <param name="FenceId">The fence.</param>
/// <param name="FenceVersion">The version that caused the event; if the fence ended, its last version.</param>
/// <param name="Type">The type.</param>
/// <param name="OccurredAt">Event time, UTC: that of the report, or the moment at which the version changed or the dwell was due.</param>
/// <param name="ReportFingerprint">Identifies the report, together with the time; null if no report caused the event.</param>
/// <param name="Initial">
/// Whether an enter shows no movement: it is the tracker's first report, or the fence began around the tracker.
/// </param>
/// <param name="Reason">The cause.</param>
/// <param name="EnteredAt">When the visit began, UTC; for a crossing, the time of the event.</param>
internal readonly record struct FenceEvent(
    long FenceId,
    int FenceVersion,
    FenceEventType Type,
    DateTime OccurredAt,
    long? ReportFingerprint,
    bool Initial,
    FenceEventReason Reason,
    DateTime EnteredAt);

/// <summary>A fence that a tracker is inside of, and the time of entry.</summary>
internal readonly record struct InsideFence(long FenceId, DateTime EnteredAt);

/// <summary>A fence that a tracker is inside of after all reports.</summary>
/// <param name="FenceId">The fence.</param>
/// <param name="EnteredAt">When the visit began, UTC.</param>
/// <param name="DwellAt">When a dwell is due unless the tracker leaves first, UTC; null if none is due.</param>
internal readonly record struct Presence(long FenceId, DateTime EnteredAt, DateTime? DwellAt);

/// <summary>The events in order, and the fences that the tracker is inside of at the end, in the order of their keys.</summary>
internal sealed record FenceJudgement(IReadOnlyList<FenceEvent> Events, IReadOnlyList<Presence> Inside);
