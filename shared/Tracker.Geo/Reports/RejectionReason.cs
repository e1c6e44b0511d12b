namespace Tracker.Geo.Reports;

/// <summary>Why a report was quarantined (<c>rejected_reports.reason</c>, in snake case).</summary>
public enum RejectionReason
{
    /// <summary>The payload could not be read at all (a torn line, a field that is no number).</summary>
    Malformed,

    /// <summary>No event time, and the source gives none to fall back on.</summary>
    MissingTime,

    /// <summary>The event time is before 2000-01-01: a clock that was never set.</summary>
    BeforeYear2000,

    /// <summary>The event time is later than now and the tolerance.</summary>
    InFuture,

    /// <summary>Latitude or longitude is missing, not finite or off the globe.</summary>
    ImpossibleCoordinates,

    /// <summary>Exactly (0, 0): a receiver without a fix.</summary>
    NullIsland,

    /// <summary>The source itself says that the position is no fix.</summary>
    NoFix,

    /// <summary>The tracker has no usable key.</summary>
    MissingTracker,

    /// <summary>The tracker is not registered and the source does not register trackers.</summary>
    UnknownTracker,

    /// <summary>The event time lies before the retention horizon.</summary>
    TooOld,

    /// <summary>The tracker was erased on request, and the event time lies before that: only the count is kept.</summary>
    Erased,
}
