using Tracker.Geo.Reports;
using TrackerFetcher.Sources.Json;
using TrackerFetcher.Sources.Lines;

namespace TrackerFetcher.Sources.OwnTracks;

/// <summary>
/// The lines of a Recorder's store: a time, the kind of record (<c>*</c> is a location, padded with spaces) and the message, with
/// tabs between (github.com/owntracks/recorder, storage.c).
/// </summary>
internal sealed class RecorderLines(OwnTracksOptions options, string? tracker) : ILineFormat
{
    public string Name => "a file of the OwnTracks Recorder";

    public bool IsLine(ReadOnlySpan<byte> line) => line.Count((byte)'\t') >= 2;

    public void Read(ReadOnlyMemory<byte> line, BatchBuilder batch)
    {
        int kind = line.Span.IndexOf((byte)'\t') + 1;
        int message = line.Span[kind..].IndexOf((byte)'\t') + kind + 1;
        if (kind == 0 || message == kind)
        {
            batch.Reject(RejectionReason.Malformed, "The line is torn: it has no time, kind and message with tabs between.", RejectedReport.Excerpt(line.Span), tracker);
        }
        else if (line.Span[kind..(message - 1)].Trim((byte)' ').SequenceEqual("*"u8))
        {
            ReadOnlyMemory<byte> raw = line[message..];
            JsonItem.Read(raw, options.LongestItem, batch, item => OwnTracksLocation.Read(item, raw, tracker, batch));
        }
    }
}
