using TrackerFetcher.Sources.Lines;

namespace TrackerFetcher.Sources.Csv;

/// <summary>Finds the end of a record with quotes (RFC 4180: a quoted field may hold line ends).</summary>
internal sealed class CsvFraming(byte delimiter) : IRecordFraming
{
    public bool MaySpanLines(ReadOnlySpan<byte> line) => line.Contains((byte)'"');

    public RecordEnd FindEnd(ReadOnlySpan<byte> text, bool isWhole, out int length)
    {
        length = 0;
        int i = 0;
        while (true)
        {
            if (i < text.Length && text[i] == '"')
            {
                i = AfterClosingQuote(text, i + 1);
                if (i < 0 || (i == text.Length && !isWhole))
                {
                    return RecordEnd.NotFound;
                }

                if (i < text.Length && text[i] == '\r' && (i + 1 == text.Length || text[i + 1] == '\n'))
                {
                    i++;
                }

                if (i < text.Length && text[i] != delimiter && text[i] != '\n')
                {
                    return RecordEnd.Malformed;
                }
            }
            else
            {
                int next = text[i..].IndexOfAny(delimiter, (byte)'\n');
                i = next < 0 ? text.Length : i + next;
            }

            if (i >= text.Length || text[i] == '\n')
            {
                length = Math.Min(i, text.Length);
                return i < text.Length || isWhole ? RecordEnd.Found : RecordEnd.NotFound;
            }

            i++;
        }
    }

    private static int AfterClosingQuote(ReadOnlySpan<byte> text, int from)
    {
        while (true)
        {
            int quote = text[from..].IndexOf((byte)'"');
            if (quote < 0)
            {
                return -1;
            }

            from += quote + 1;
            if (from >= text.Length || text[from] != '"')
            {
                return from;
            }

            from++;
        }
    }
}
