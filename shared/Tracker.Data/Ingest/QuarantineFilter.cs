using Tracker.Geo.Reports;

namespace Tracker.Data.Ingest;

/// <summary>Which quarantined reports are meant.</summary>
/// <param name="Source">Of this source; null: of all.</param>
/// <param name="Reason">For this reason; null: for any.</param>
/// <param name="Before">Rejected before this moment, UTC; null: at any time.</param>
public sealed record QuarantineFilter(string? Source = null, RejectionReason? Reason = null, DateTime? Before = null);

/// <summary>How many reports of a source are in quarantine for one reason.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Reason">In snake case (<see cref="RejectionReason"/>).</param>
/// <param name="Count">All of them.</param>
/// <param name="Retriable">Those that can be judged again.</param>
/// <param name="Latest">When the last one came, UTC.</param>
public sealed record QuarantineCount(string Source, string Reason, long Count, long Retriable, DateTime Latest);

/// <summary>What became of reports that were judged again.</summary>
/// <param name="Stored">New, now durable.</param>
/// <param name="Duplicates">Stored already.</param>
/// <param name="Kept">Still in quarantine: they break a rule as before, or their tracker is still unknown.</param>
public sealed record QuarantineRetry(long Stored, long Duplicates, long Kept);
