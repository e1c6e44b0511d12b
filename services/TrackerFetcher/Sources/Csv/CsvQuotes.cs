namespace TrackerFetcher.Sources.Csv;

/// <summary>Finds the end of a record that has quotes (RFC 4180: a quoted field may hold line ends).</summary>
internal static class CsvQuotes
{
    public enum Ending
    {
        Found,

        /// <summary>A quote is open at the text's end.</summary>
        Unknown,

        /// <summary>Something else than a delimiter or a line end follows a closing quote.</summary>
        Broken,
    }

    /// <summary>Looks for the end of the record that <paramref name="text"/> begins with.</summary>
    /// <param name="text">From the record's first byte on.</param>
    /// <param name="delimiter">Between fields.</param>
    /// <param name="isAll">The file ends where the text ends.</param>
    /// <param name="length">The record's length without its line feed.</param>
    public static Ending RecordEnd(ReadOnlySpan<byte> text, byte delimiter, bool isAll, out int length)
    {
        length = 0;
        int i = 0;
        while (true)
        {
            if (i < text.Length && text[i] == '"')
            {
                i = AfterClosingQuote(text, i + 1);
                if (i < 0 || (i == text.Length && !isAll))
                {
                    return Ending.Unknown;
                }

                if (i < text.Length && text[i] == '\r' && (i + 1 == text.Length || text[i + 1] == '\n'))
                {
                    i++;
                }

                if (i < text.Length && text[i] != delimiter && text[i] != '\n')
                {
                    return Ending.Broken;
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
                return i < text.Length || isAll ? Ending.Found : Ending.Unknown;
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
