using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using TrackerFetcher.Sources.Lines;

namespace TrackerFetcher.Sources.Csv;

/// <summary>Reads files of comma-, semicolon- or tab-separated reports; goes on where an appended file has grown.</summary>
internal sealed class CsvSourceReader(TimeProvider time) : ISourceReader
{
    public async IAsyncEnumerable<SourceBatch> ReadAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        CsvOptions options = SourceOptions.Read<CsvOptions>(request.Options);
        TimeZoneInfo zone = SourceZone.Find(options.TimeZone);
        using SafeFileHandle file = SourceFile.Open(request.Location);
        (CsvColumns columns, long firstRow) = await ReadHeaderAsync(file, options, request.Location, ct);
        FilePosition? position = FilePosition.Of(file, request.Position);
        if (position is not null && position.Seen == RandomAccess.GetLength(file))
        {
            yield return new SourceBatch([], [], 0, position.ToString(), IsLast: true);
            yield break;
        }

        FileLines lines = new(file, Math.Max(firstRow, position?.Offset ?? 0), columns.Delimiter, options.LongestLine, new LastLine(request, options, time));
        CsvRows rows = new(columns, options, zone);
        BatchBuilder batch = new(options, time, isReread: request.IsReread);
        do
        {
            while (lines.TryNext())
            {
                if (batch.IsFull)
                {
                    yield return batch.Build(FilePosition.At(file, lines.LineOffset, lines.LineOffset).ToString(), isLast: false);
                    ct.ThrowIfCancellationRequested();
                }

                if (!lines.Line.Trim((byte)' ').IsEmpty)
                {
                    rows.Read(lines.Line, lines.State, batch);
                }
            }
        }
        while (await FillAsync(lines, request.Location, ct));

        yield return batch.Build(FilePosition.At(file, lines.ResumeOffset, lines.NextOffset).ToString(), isLast: true);
    }

    private static async ValueTask<bool> FillAsync(FileLines lines, string path, CancellationToken ct)
    {
        try
        {
            return await lines.FillAsync(ct);
        }
        catch (IOException e)
        {
            throw new SourceException($"'{path}' can't be read on: {e.Message}", e) { IsTransient = true };
        }
    }

    private static async Task<(CsvColumns Columns, long FirstRow)> ReadHeaderAsync(
        SafeFileHandle file, CsvOptions options, string path, CancellationToken ct)
    {
        byte[] start = new byte[options.LongestLine];
        int length = await RandomAccess.ReadAsync(file, start, 0, ct);
        int byteOrderMark = start.AsSpan(0, length).StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        ReadOnlySpan<byte> text = start.AsSpan(byteOrderMark, length - byteOrderMark);
        if (text.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || text.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            throw new SourceException($"'{path}' is UTF-16. Save it as UTF-8.");
        }

        int lineEnd = text.IndexOf((byte)'\n');
        ReadOnlySpan<byte> header = (lineEnd < 0 ? text : text[..lineEnd]).TrimEnd((byte)'\r');
        if (IsBinary(header))
        {
            throw new SourceException($"'{path}' is not a CSV: its first line is not text. Unpack or convert it, or correct the source's kind.");
        }

        if (lineEnd < 0 && length == start.Length)
        {
            throw new SourceException($"'{path}' is not a CSV: its first {length} bytes hold no line end. Correct the source's kind.");
        }

        return (CsvColumns.FromHeader(header, options, path), lineEnd < 0 ? length : byteOrderMark + lineEnd + 1);
    }

    private static bool IsBinary(ReadOnlySpan<byte> header) =>
        !System.Text.Unicode.Utf8.IsValid(header) || header.ContainsAnyInRange((byte)0x00, (byte)0x08) || header.ContainsAnyInRange((byte)0x0E, (byte)0x1F);
}
