using TrackerFetcher.Sources.Lines;

namespace TrackerFetcher.Sources.Csv;

/// <summary>Reads files of comma-, semicolon- or tab-separated reports. Continues where an appended file has grown.</summary>
internal sealed class CsvSourceReader(LineSource lines) : SourceReader<CsvOptions>
{
    public const string Name = "csv";

    public override string Kind => Name;

    public override IReadOnlyList<string> FileExtensions => [".csv"];

    protected override IAsyncEnumerable<SourceBatch> ReadAsync(SourceRequest request, CsvOptions options, CancellationToken ct) =>
        lines.ReadFileAsync(request, options, options.LongestLine, new CsvLineFormat(options), ct);
}
