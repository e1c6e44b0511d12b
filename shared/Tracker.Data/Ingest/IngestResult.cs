using Tracker.Data.Reports;

namespace Tracker.Data.Ingest;

/// <summary>What became of a batch.</summary>
/// <param name="Stored">Reports that are new, now durable.</param>
/// <param name="Duplicates">Reports that were stored already, or stand twice in the batch.</param>
/// <param name="Unknown">Reports of trackers that are not registered, where the source does not register them.</param>
public sealed record IngestResult(int Stored, int Duplicates, IReadOnlyList<NewReport> Unknown);
