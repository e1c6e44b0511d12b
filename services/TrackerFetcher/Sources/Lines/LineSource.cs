using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using TrackerFetcher.Sources.Documents;
using TrackerFetcher.Sources.Http;

namespace TrackerFetcher.Sources.Lines;

/// <summary>Reads a source that has one report a line: a file that may grow, or a server's answer.</summary>
internal sealed class LineSource(DocumentSource documents, SourceClient client, TimeProvider time)
{
    public IAsyncEnumerable<SourceBatch> ReadAsync(
        SourceRequest request, HttpSourceOptions options, int longest, ILineFormat format, CancellationToken ct) =>
        client.UrlOf(request.Location) is null
            ? ReadFileAsync(request, options, longest, format, ct)
            : documents.ReadAsync(request, options, new LineDocument(format), ct);

    private async IAsyncEnumerable<SourceBatch> ReadFileAsync(
        SourceRequest request, SourceOptions options, int longest, ILineFormat format, [EnumeratorCancellation] CancellationToken ct)
    {
        string path = request.Location;
        using SafeFileHandle file = SourceFile.Open(path);
        FilePosition? position = FilePosition.Of(file, request.Position);
        if (position is not null && position.Seen == RandomAccess.GetLength(file))
        {
            yield return new SourceBatch([], [], 0, position.ToString(), IsLast: true);
            yield break;
        }

        await ThrowUnlessSuchAsync(file, format, path, longest, ct);
        FileLines lines = new(file, position?.Offset ?? 0, delimiter: null, longest, new LastLine(request, options, time));
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

                // Of one that is too long no more than is the same wherever the reading begins.
                Take(format, lines.State == LineState.TooLong ? lines.Line[..(longest + 1)] : lines.Line, batch);
            }
        }
        while (await FillAsync(lines, path, ct));

        yield return batch.Build(FilePosition.At(file, lines.ResumeOffset, lines.NextOffset).ToString(), isLast: true);
    }

    private static void Take(ILineFormat format, ReadOnlySpan<byte> line, BatchBuilder batch)
    {
        ReadOnlySpan<byte> text = WithoutMark(line).Trim(" \r\t"u8);
        if (!text.IsEmpty)
        {
            format.Read(text.ToArray(), batch);
        }
    }

    // A file of another kind is better refused at once than by a quarantine full of it.
    private static async Task ThrowUnlessSuchAsync(SafeFileHandle file, ILineFormat format, string path, int longest, CancellationToken ct)
    {
        byte[] start = new byte[longest];
        int length = await RandomAccess.ReadAsync(file, start, 0, ct);
        ThrowUnlessSuch(start.AsSpan(0, length), format, path);
    }

    private static void ThrowUnlessSuch(ReadOnlySpan<byte> start, ILineFormat format, string shown)
    {
        ReadOnlySpan<byte> text = WithoutMark(start).TrimStart(" \r\n\t"u8);
        int end = text.IndexOf((byte)'\n');
        if (!format.IsLine(end < 0 ? text : text[..end]))
        {
            throw new SourceException($"'{shown}' is not {format.Name}: its first line is no line of it. Correct the source's kind.");
        }
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> text) =>
        text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;

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

    private sealed class LineDocument(ILineFormat format) : IDocumentFormat
    {
        public HttpQuestion Ask(Uri url, DateTime? newest) => new(url);

        public IEnumerable<Action<BatchBuilder>> Open(byte[] body, DocumentOrigin origin)
        {
            ThrowUnlessSuch(body, format, origin.Shown);
            return Lines(body);
        }

        private IEnumerable<Action<BatchBuilder>> Lines(byte[] body)
        {
            for (int start = 0; start < body.Length;)
            {
                int length = body.AsSpan(start).IndexOf((byte)'\n');
                ReadOnlyMemory<byte> line = body.AsMemory(start, length < 0 ? body.Length - start : length);
                start += line.Length + 1;
                yield return batch => Take(format, line.Span, batch);
            }
        }
    }
}
