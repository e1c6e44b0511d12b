namespace Tracker.Geo.Reports;

/// <summary>Why a report is quarantined (<c>rejected_reports.reason</c>, in snake case).</summary>
public enum RejectionReason
{
    /// <summary>The payload is unreadable: a truncated line, or a field that is not a number.</summary>
    Malformed,

    /// <summary>The report has no event time, and its source provides no fallback.</summary>
    MissingTime,

    /// <summary>The event time is before 2000-01-01: the clock was never set.</summary>
    BeforeYear2000,

    /// <summary>The event time is later than now plus the tolerance.</summary>
    InFuture,

    /// <summary>Latitude or longitude is missing, not finite or out of range.</summary>
    ImpossibleCoordinates,

    /// <summary>Exactly (0, 0): the receiver has no fix.</summary>
    NullIsland,

    /// <summary>The source marks the position as not being a fix.</summary>
    NoFix,

    /// <summary>The tracker has no usable key.</summary>
    MissingTracker,

    /// <summary>The tracker is not registered, and the source does not register trackers.</summary>
    UnknownTracker,

    /// <summary>The event time is before the retention horizon.</summary>
    TooOld,

    /// <summary>The tracker was erased on request, and the event time is before the erasure. Only the count is kept.</summary>
    Erased,
}
