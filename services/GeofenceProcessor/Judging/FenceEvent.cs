namespace GeofenceProcessor.Judging;

/// <summary>In the order in which one report or one moment causes them.</summary>
internal enum FenceEventType
{
    Exit,

    /// <summary>The way between two reports passed through, and neither is inside.</summary>
    Cross,

    Enter,

    /// <summary>Inside for as long as the fence asks.</summary>
    Dwell,
}

/// <summary>What brought an event about.</summary>
internal enum FenceEventReason
{
    /// <summary>The tracker moved (or was seen for the first time): there is a report behind it. Of a dwell: time passed.</summary>
    Report,

    /// <summary>The fence became valid, having not been so right before.</summary>
    FenceBegan,

    /// <summary>Another version of the fence took over.</summary>
    FenceChanged,

    /// <summary>The fence is no longer valid.</summary>
    FenceEnded,

    /// <summary>The fence's hours began.</summary>
    FenceOpened,

    /// <summary>The fence's hours ended.</summary>
    FenceClosed,
}

/// <summary>
/// A tracker went into a fence or out of it, stayed, or passed through. Of one fence there is at most one event a report and
/// one a moment without a report, so that (fence, time, fingerprint) is its identity.
/// </summary>
/// <param name="FenceId">The fence.</param>
/// <param name="FenceVersion">The version that judged; where the fence ended, the one that ended.</param>
/// <param name="Type">In, out, stayed or through.</param>
/// <param name="OccurredAt">Event time, UTC: the report's, or the moment at which the version changed or the time was up.</param>
/// <param name="ReportFingerprint">With the time, the report behind it; null where no report is.</param>
/// <param name="Initial">An enter that shows no movement: the tracker's first report, or a fence that came to be around it.</param>
/// <param name="Reason">What brought it about.</param>
/// <param name="EnteredAt">When the visit that it belongs to began; of a crossing its own time.</param>
internal readonly record struct FenceEvent(
    long FenceId,
    int FenceVersion,
    FenceEventType Type,
    DateTime OccurredAt,
    long? ReportFingerprint,
    bool Initial,
    FenceEventReason Reason,
    DateTime EnteredAt);

/// <summary>A fence that a tracker is inside of, and since when.</summary>
internal readonly record struct InsideFence(long FenceId, DateTime EnteredAt);

/// <summary>A fence that a tracker is inside of at the end.</summary>
/// <param name="FenceId">The fence.</param>
/// <param name="EnteredAt">When the visit began.</param>
/// <param name="DwellAt">When a dwell event is due unless the tracker leaves before; null where none is to come.</param>
internal readonly record struct Presence(long FenceId, DateTime EnteredAt, DateTime? DwellAt);

/// <summary>The events in their order, and what the tracker is inside of after all of it (in the order of the keys).</summary>
internal sealed record FenceJudgement(IReadOnlyList<FenceEvent> Events, IReadOnlyList<Presence> Inside);
