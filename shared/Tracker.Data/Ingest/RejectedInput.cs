using Tracker.Geo.Reports;

namespace Tracker.Data.Ingest;

/// <summary>Something that a source said and that can't be stored.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Detail">What exactly is wrong.</param>
/// <param name="Payload">What the source said, as it said it, cut to a sensible length by the reader.</param>
/// <param name="Report">The report, where it could be read whole and only breaks a rule: it can be judged again.</param>
/// <param name="TrackerKey">The tracker's key, where at least that could be read.</param>
public sealed record RejectedInput(RejectionReason Reason, string Detail, string Payload, NewReport? Report = null, string? TrackerKey = null);
