using TrackerFetcher.Sources.Json;
using TrackerFetcher.Sources.Lines;

namespace TrackerFetcher.Sources.Ndjson;

/// <summary>Reads one JSON object a line; goes on where an appended file has grown.</summary>
internal sealed class NdjsonSourceReader(LineSource lines) : ISourceReader
{
    public IAsyncEnumerable<SourceBatch> ReadAsync(SourceRequest request, CancellationToken ct)
    {
        NdjsonOptions options = SourceOptions.Read<NdjsonOptions>(request.Options);
        return lines.ReadAsync(request, options, options.LongestItem, new Format(options), ct);
    }

    private sealed class Format(NdjsonOptions options) : ILineFormat
    {
        private readonly JsonReports _reports = new(options.Fields, options.SpeedUnit, SourceZone.Find(options.TimeZone));

        public string Name => "NDJSON";

        public bool IsLine(ReadOnlySpan<byte> line) => line.StartsWith("{"u8);

        public void Read(ReadOnlyMemory<byte> line, BatchBuilder batch) =>
            JsonItem.Read(line, options.LongestItem, batch, item => _reports.Read(item, line, options.Tracker, batch));
    }
}
