using Tracker.Geo.Reports;

namespace Tracker.Data.Model;

/// <summary>A report that is not stored: from the reader that rejects it to its row in <c>rejected_reports</c>.</summary>
/// <param name="Reason">The rule that it breaks.</param>
/// <param name="Detail">What exactly is wrong.</param>
/// <param name="Payload">What the source sent, cut to a sensible length by its reader.</param>
/// <param name="Report">The report, if it could be read as a whole and only breaks a rule: it can be judged again.</param>
/// <param name="TrackerKey">The tracker's key, if at least that could be read.</param>
public sealed record QuarantinedReport(RejectionReason Reason, string Detail, string Payload, NewReport? Report = null, string? TrackerKey = null)
{
    /// <summary>The row's key, assigned by the database.</summary>
    public long Id { get; init; }

    /// <summary>The source that sent it.</summary>
    public int SourceId { get; init; }

    /// <summary>When the row was written, UTC.</summary>
    public DateTime RejectedAt { get; init; }

    /// <summary>How many reports the row stands for: 1, except for those of erased trackers, whose content is withheld.</summary>
    public long Reports { get; init; } = 1;
}
