using System.Text.Json;
using Tracker.Geo.Reports;

namespace TrackerFetcher.Sources;

/// <summary>One kind of source: its reports, in batches, from a position on.</summary>
internal interface ISourceReader
{
    /// <summary>
    /// Reads from <see cref="SourceRequest.Position"/> to the source's present end; always at least one batch, the last one
    /// with <see cref="SourceBatch.IsLast"/>. Reading on from any batch's position gives the rest of the same reports.
    /// </summary>
    /// <exception cref="SourceException">The source as a whole can't be read; what came before stands.</exception>
    IAsyncEnumerable<SourceBatch> ReadAsync(SourceRequest request, CancellationToken ct);
}

/// <summary>What to read and from where.</summary>
/// <param name="Location">A path or a URL; the simulator needs none.</param>
/// <param name="Position">What the reader wrote into an earlier batch; null, or unknown to the reader, is the start.</param>
/// <param name="Options">A JSON object of the kind's settings; null = defaults.</param>
/// <param name="IsReadAgain">The source has a schedule: what it has not said whole now is there at its next turn.</param>
/// <param name="IsReread">It was read before, and is read again from its start: what could be read is told (<see cref="SourceBatch.Read"/>).</param>
internal sealed record SourceRequest(string Location, string? Position = null, JsonElement? Options = null, bool IsReadAgain = false, bool IsReread = false);

/// <summary>Some of a source's reports, judged.</summary>
/// <param name="Reports">Valid and normalized; exact duplicates may be among them.</param>
/// <param name="Rejected">For the quarantine.</param>
/// <param name="Received">Everything seen: <paramref name="Reports"/> and <paramref name="Rejected"/>.</param>
/// <param name="Position">Where to go on once this batch is stored.</param>
/// <param name="IsLast">The source has no more for now.</param>
/// <param name="Read">Of a source that is read again: what <paramref name="Reports"/> would have as payloads in the quarantine.</param>
internal sealed record SourceBatch(
    IReadOnlyList<NewReport> Reports, IReadOnlyList<RejectedReport> Rejected, long Received, string Position, bool IsLast, IReadOnlyList<string>? Read = null);
