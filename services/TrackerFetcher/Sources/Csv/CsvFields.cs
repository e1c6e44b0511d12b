using System.Text;

namespace TrackerFetcher.Sources.Csv;

/// <summary>The fields of one record (RFC 4180), without a string per field.</summary>
internal sealed class CsvFields(byte delimiter)
{
    private Field[] _fields = new Field[16];

    public int Count { get; private set; }

    public void Split(ReadOnlySpan<byte> line)
    {
        Count = 0;
        int start = 0;
        while (true)
        {
            bool quoted = start < line.Length && line[start] == '"';
            int end = quoted ? ClosingQuote(line, start + 1) : line[start..].IndexOf(delimiter);
            int next;
            if (quoted)
            {
                Add(new Field(start + 1, end - start - 1, Quoted: true));
                next = end + 1 < line.Length && line[end + 1] == delimiter ? end + 2 : -1;
            }
            else
            {
                Add(new Field(start, end < 0 ? line.Length - start : end, Quoted: false));
                next = end < 0 ? -1 : start + end + 1;
            }

            if (next < 0)
            {
                return;
            }

            start = next;
        }
    }

    /// <summary>The bytes of a field, without the spaces around them.</summary>
    public ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> line, int column) =>
        line.Slice(_fields[column].Start, _fields[column].Length).Trim((byte)' ');

    /// <summary>The text of a field, with doubled quotes made single.</summary>
    public string Text(ReadOnlySpan<byte> line, int column)
    {
        string text = Encoding.UTF8.GetString(Bytes(line, column));
        return _fields[column].Quoted ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }

    public bool IsQuoted(int column) => _fields[column].Quoted;

    private static int ClosingQuote(ReadOnlySpan<byte> line, int from)
    {
        while (true)
        {
            int quote = line[from..].IndexOf((byte)'"');
            if (quote < 0)
            {
                return line.Length;
            }

            quote += from;
            if (quote + 1 >= line.Length || line[quote + 1] != '"')
            {
                return quote;
            }

            from = quote + 2;
        }
    }

    private void Add(Field field)
    {
        if (Count == _fields.Length)
        {
            Array.Resize(ref _fields, _fields.Length * 2);
        }

        _fields[Count++] = field;
    }

    private readonly record struct Field(int Start, int Length, bool Quoted);
}
