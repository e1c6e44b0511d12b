using Tracker.Geo.Reports;

namespace Tracker.Data.Ingest;

/// <summary>The result of an ingest.</summary>
/// <param name="Stored">Reports that are new, now durable.</param>
/// <param name="Duplicates">Reports that were stored already, or that the batch has twice.</param>
/// <param name="Unknown">Reports of trackers that are not registered, where the source does not register them.</param>
/// <param name="TooOld">Reports from before the retention horizon.</param>
/// <param name="Erased">Refused reports of erased trackers, from before the erasure: only their number is kept.</param>
public sealed record IngestResult(
    int Stored, int Duplicates, IReadOnlyList<NewReport> Unknown, IReadOnlyList<NewReport> TooOld, int Erased = 0);
