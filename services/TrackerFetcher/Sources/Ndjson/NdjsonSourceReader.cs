using TrackerFetcher.Sources.Json;
using TrackerFetcher.Sources.Lines;

namespace TrackerFetcher.Sources.Ndjson;

/// <summary>Reads one JSON object per line. Continues where an appended file has grown.</summary>
internal sealed class NdjsonSourceReader(LineSource lines) : SourceReader<NdjsonOptions>
{
    public const string Name = "ndjson";

    public override string Kind => Name;

    public override IReadOnlyList<string> FileExtensions => [".ndjson", ".jsonl"];

    protected override IAsyncEnumerable<SourceBatch> ReadAsync(SourceRequest request, NdjsonOptions options, CancellationToken ct) =>
        lines.ReadAsync(request, options, options.LongestItem, new Format(options), ct);

    private sealed class Format(NdjsonOptions options) : TextLineFormat("NDJSON")
    {
        private readonly JsonReports _reports = new(options.Fields, options.SpeedUnit, SourceZone.Find(options.TimeZone));

        protected override bool IsLine(ReadOnlySpan<byte> line) => line.StartsWith("{"u8);

        protected override void Read(ReadOnlyMemory<byte> line, BatchBuilder batch) =>
            JsonItem.Read(line, options.LongestItem, batch, item => _reports.Read(item, line, options.Tracker, batch));
    }
}
