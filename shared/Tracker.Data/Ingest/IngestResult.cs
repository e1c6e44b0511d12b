using Tracker.Geo.Reports;

namespace Tracker.Data.Ingest;

/// <summary>What became of a batch.</summary>
/// <param name="Stored">Reports that are new, now durable.</param>
/// <param name="Duplicates">Reports that were stored already, or stand twice in the batch.</param>
/// <param name="Unknown">Reports of trackers that are not registered, where the source does not register them.</param>
/// <param name="TooOld">Reports from before the retention horizon.</param>
/// <param name="Erased">Reports of trackers that were erased on request, from before that: refused, and nothing but their number is kept.</param>
public sealed record IngestResult(
    int Stored, int Duplicates, IReadOnlyList<NewReport> Unknown, IReadOnlyList<NewReport> TooOld, int Erased = 0);
