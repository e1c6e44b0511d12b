namespace GeofenceProcessor.Judging;

internal enum FenceEventType
{
    Exit,
    Enter,
}

/// <summary>What brought an event about.</summary>
internal enum FenceEventReason
{
    /// <summary>The tracker moved (or was seen for the first time): there is a report behind it.</summary>
    Report,

    /// <summary>The fence became valid, having not been so right before.</summary>
    FenceBegan,

    /// <summary>Another version of the fence took over.</summary>
    FenceChanged,

    /// <summary>The fence is no longer valid.</summary>
    FenceEnded,
}

/// <summary>
/// A tracker went into a fence or out of it. Of one fence there is at most one event a report and one a boundary, so that
/// (fence, time, fingerprint) is its identity.
/// </summary>
/// <param name="FenceId">The fence.</param>
/// <param name="FenceVersion">The version that judged; where the fence ended, the one that ended.</param>
/// <param name="Type">In or out.</param>
/// <param name="OccurredAt">Event time, UTC: the report's, or the moment at which the version changed.</param>
/// <param name="ReportFingerprint">With the time, the report behind it; null where the fence changed and not the place.</param>
/// <param name="Initial">An enter that shows no movement: the tracker's first report, or a fence that came to be around it.</param>
/// <param name="Reason">What brought it about.</param>
internal readonly record struct FenceEvent(
    long FenceId,
    int FenceVersion,
    FenceEventType Type,
    DateTime OccurredAt,
    long? ReportFingerprint,
    bool Initial,
    FenceEventReason Reason);

/// <summary>A fence that a tracker is inside of.</summary>
internal readonly record struct InsideFence(long FenceId);

/// <summary>The events in their order, and what the tracker is inside of after all of it (in the order of the keys).</summary>
internal sealed record FenceJudgement(IReadOnlyList<FenceEvent> Events, IReadOnlyList<InsideFence> Inside);
