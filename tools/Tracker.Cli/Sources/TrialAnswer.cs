using Tracker.Data.Ingest;
using Tracker.Geo.Reports;

namespace Tracker.Cli.Sources;

/// <summary>What the fetcher says of a source that it read once.</summary>
/// <param name="Error">Why it can't be read; null: it can.</param>
/// <param name="Received">Reports seen.</param>
/// <param name="IsWhole">All of it was seen.</param>
/// <param name="Trackers">Whose reports would be stored.</param>
/// <param name="Reports">The first that would be stored.</param>
/// <param name="Rejected">The first that would be quarantined.</param>
/// <param name="Reasons">All of these, counted by reason.</param>
internal sealed record TrialAnswer(
    string? Error,
    long Received,
    bool IsWhole,
    int Trackers,
    IReadOnlyList<NewReport> Reports,
    IReadOnlyList<RejectedInput> Rejected,
    IReadOnlyDictionary<string, long> Reasons);
