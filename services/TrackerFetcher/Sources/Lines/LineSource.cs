using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using TrackerFetcher.Sources.Documents;
using TrackerFetcher.Sources.Http;

namespace TrackerFetcher.Sources.Lines;

/// <summary>Reads formats with one report per line, from a file that may grow or from a server's response.</summary>
internal sealed class LineSource(DocumentSource documents, SourceClient client, TimeProvider time)
{
    /// <summary>Reads a file or a server's response.</summary>
    public IAsyncEnumerable<SourceBatch> ReadAsync(
        SourceRequest request, HttpSourceOptions options, int longestLine, ILineFormat format, CancellationToken ct) =>
        client.UrlOf(request.Location) is null
            ? ReadFileAsync(request, options, longestLine, format, ct)
            : documents.ReadAsync(request, options, new LineDocument(format), ct);

    /// <summary>Reads a file, from where an earlier read ended if it is still the same file.</summary>
    public async IAsyncEnumerable<SourceBatch> ReadFileAsync(
        SourceRequest request, SourceOptions options, int longestLine, ILineFormat format, [EnumeratorCancellation] CancellationToken ct)
    {
        string path = request.Location;
        using SafeFileHandle file = SourceFile.Open(path);
        long firstLine = await OpenAsync(file, format, path, longestLine, ct);
        FilePosition? position = FilePosition.Of(file, request.Position);
        if (position is not null && position.Seen == RandomAccess.GetLength(file))
        {
            yield return new SourceBatch([], [], 0, position.ToString(), IsLast: true);
            yield break;
        }

        FileLines lines = new(
            file, Math.Max(firstLine, position?.Offset ?? 0), format.Framing, longestLine, new LastLine(request, options, time));
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

                // How much of a line that is too long is in the buffer depends on where reading began: give the same part always.
                format.Read(lines.Line[..Math.Min(lines.Line.Length, longestLine + 1)], lines.State, batch);
            }
        }
        while (await FillAsync(lines, path, ct));

        yield return batch.Build(FilePosition.At(file, lines.ResumeOffset, lines.NextOffset).ToString(), isLast: true);
    }

    private static async Task<long> OpenAsync(SafeFileHandle file, ILineFormat format, string path, int longestLine, CancellationToken ct)
    {
        byte[] start = new byte[longestLine];
        int length = await RandomAccess.ReadAsync(file, start, 0, ct);
        int mark = ByteOrderMark.LengthIn(start.AsSpan(0, length));
        return mark + format.Open(start.AsSpan(mark, length - mark), isWhole: length < start.Length, path);
    }

    private static async ValueTask<bool> FillAsync(FileLines lines, string path, CancellationToken ct)
    {
        try
        {
            return await lines.FillAsync(ct);
        }
        catch (IOException e)
        {
            throw SourceFile.CannotContinue(path, e);
        }
    }

    private sealed class LineDocument(ILineFormat format) : IDocumentFormat
    {
        public HttpSourceRequest Request(Uri url, DateTime? newest) => new(url);

        public IEnumerable<Action<BatchBuilder>> Open(byte[] body, DocumentOrigin origin)
        {
            int mark = ByteOrderMark.LengthIn(body);
            return Lines(body, mark + format.Open(body.AsSpan(mark), isWhole: true, origin.Shown));
        }

        private IEnumerable<Action<BatchBuilder>> Lines(byte[] body, int start)
        {
            while (start < body.Length)
            {
                int length = body.AsSpan(start).IndexOf((byte)'\n');
                ReadOnlyMemory<byte> line = body.AsMemory(start, length < 0 ? body.Length - start : length);
                start += line.Length + 1;
                yield return batch => format.Read(line.Span, LineState.Whole, batch);
            }
        }
    }
}
