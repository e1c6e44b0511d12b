using System.Text.Json;
using Tracker.Data.Model;
using Tracker.Geo.Reports;

namespace TrackerFetcher.Sources;

/// <summary>A kind of source: reads its reports in batches, from a position on.</summary>
internal interface ISourceReader
{
    /// <summary>The kind's name in a source's definition (<c>csv</c>).</summary>
    string Kind { get; }

    /// <summary>The type of the kind's options, derived from <see cref="SourceOptions"/>.</summary>
    Type OptionsType { get; }

    /// <summary>The extensions of files of this kind, with their dots; empty if none tells the kind.</summary>
    IReadOnlyList<string> FileExtensions { get; }

    /// <summary>Whether a source of this kind needs a path or a URL.</summary>
    bool NeedsLocation { get; }

    /// <summary>
    /// Reads from <see cref="SourceRequest.Position"/> to the source's present end: always at least one batch, the last one with
    /// <see cref="SourceBatch.IsLast"/>. A new read from any batch's position gives the rest of the same reports.
    /// </summary>
    /// <exception cref="SourceException">The source as a whole can't be read. The batches before the error are valid.</exception>
    IAsyncEnumerable<SourceBatch> ReadAsync(SourceRequest request, CancellationToken ct);
}

/// <summary>What to read and from where.</summary>
/// <param name="Location">A path or a URL; the simulator needs none.</param>
/// <param name="Position">The position of an earlier batch. Null, or a text that the reader does not know, means the start.</param>
/// <param name="Options">A JSON object of the kind's options; null = defaults.</param>
/// <param name="IsScheduled">The source is read on a schedule: what is incomplete now can be read on the next run.</param>
/// <param name="IsReread">The source is read again from its start: batches list what could be read (<see
/// cref="SourceBatch.Read"/>).</param>
internal sealed record SourceRequest(
    string Location, string? Position = null, JsonElement? Options = null, bool IsScheduled = false, bool IsReread = false);

/// <summary>Some of a source's reports, judged.</summary>
/// <param name="Reports">Valid and normalized; exact duplicates may be among them.</param>
/// <param name="Rejected">For the quarantine.</param>
/// <param name="Received">The number of <paramref name="Reports"/> and <paramref name="Rejected"/> together.</param>
/// <param name="Position">Where to continue once this batch is stored.</param>
/// <param name="IsLast">The source has no more for now.</param>
/// <param name="Read">For a source that is reread: the payloads that <paramref name="Reports"/> would have in the quarantine.</param>
internal sealed record SourceBatch(
    IReadOnlyList<NewReport> Reports,
    IReadOnlyList<QuarantinedReport> Rejected,
    long Received,
    string Position,
    bool IsLast,
    IReadOnlyList<string>? Read = null);
