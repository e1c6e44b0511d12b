using System.Text.Unicode;
using TrackerFetcher.Sources.Lines;

namespace TrackerFetcher.Sources.Csv;

/// <summary>CSV: the first line names the columns, each further record is a report.</summary>
internal sealed class CsvLineFormat(CsvOptions options) : ILineFormat
{
    private readonly TimeZoneInfo _zone = SourceZone.Find(options.TimeZone);
    private CsvRows? _rows;

    public IRecordFraming? Framing { get; private set; }

    public int Open(ReadOnlySpan<byte> start, bool isWhole, string shown)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            throw new SourceException($"'{shown}' is UTF-16. Save it as UTF-8.");
        }

        int lineEnd = start.IndexOf((byte)'\n');
        ReadOnlySpan<byte> header = (lineEnd < 0 ? start : start[..lineEnd]).TrimEnd((byte)'\r');
        if (IsBinary(header))
        {
            throw new SourceException(
                $"'{shown}' is not a CSV: its first line is not text. Unpack or convert it, or correct the source's kind.");
        }

        if (lineEnd < 0 && !isWhole)
        {
            throw new SourceException(
                $"'{shown}' is not a CSV: its first {start.Length} bytes hold no line end. Correct the source's kind.");
        }

        CsvColumns columns = CsvColumns.FromHeader(header, options, shown);
        _rows = new CsvRows(columns, options, _zone);
        Framing = new CsvFraming(columns.Delimiter);
        return lineEnd < 0 ? start.Length : lineEnd + 1;
    }

    public void Read(ReadOnlySpan<byte> line, LineState state, BatchBuilder batch)
    {
        if (!line.Trim((byte)' ').IsEmpty)
        {
            _rows!.Read(line, state, batch);
        }
    }

    private static bool IsBinary(ReadOnlySpan<byte> header) =>
        !Utf8.IsValid(header) || header.ContainsAnyInRange((byte)0x00, (byte)0x08) || header.ContainsAnyInRange((byte)0x0E, (byte)0x1F);
}
