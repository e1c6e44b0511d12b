using Tracker.Geo.Reports;
using TrackerFetcher.Sources.Json;
using TrackerFetcher.Sources.Lines;

namespace TrackerFetcher.Sources.OwnTracks;

/// <summary>
/// The lines of a Recorder's store: a time, the kind of record (<c>*</c> for a location, padded with spaces) and the message, separated by
/// tabs (github.com/owntracks/recorder, storage.c).
/// </summary>
internal sealed class RecorderLines(OwnTracksOptions options, string? tracker) : TextLineFormat("a file of the OwnTracks Recorder")
{
    protected override bool IsLine(ReadOnlySpan<byte> line) => line.Count((byte)'\t') >= 2;

    protected override void Read(ReadOnlyMemory<byte> line, BatchBuilder batch)
    {
        int kind = line.Span.IndexOf((byte)'\t') + 1;
        int message = line.Span[kind..].IndexOf((byte)'\t') + kind + 1;
        if (kind == 0 || message == kind)
        {
            batch.Reject(RejectionReason.Malformed, "The line is torn: it has no time, kind and message with tabs between.", Excerpt.Of(line.Span), tracker);
        }
        else if (line.Span[kind..(message - 1)].Trim((byte)' ').SequenceEqual("*"u8))
        {
            ReadOnlyMemory<byte> raw = line[message..];
            JsonItem.Read(raw, options.LongestItem, batch, item => OwnTracksLocation.Read(item, raw, tracker, batch));
        }
    }
}
