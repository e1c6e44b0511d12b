namespace TrackerFetcher.Sources.Lines;

/// <summary>A format in which each line stands for itself; space around lines, empty lines and byte order marks are ignored.</summary>
internal abstract class TextLineFormat(string name) : ILineFormat
{
    public IRecordFraming? Framing => null;

    public int Open(ReadOnlySpan<byte> start, bool isWhole, string shown)
    {
        ReadOnlySpan<byte> text = start.TrimStart(" \r\n\t"u8);
        int end = text.IndexOf((byte)'\n');
        return IsLine(end < 0 ? text : text[..end])
            ? 0
            : throw new SourceException($"'{shown}' is not {name}: its first line is no line of it. Correct the source's kind.");
    }

    public void Read(ReadOnlySpan<byte> line, LineState state, BatchBuilder batch)
    {
        ReadOnlySpan<byte> text = line[ByteOrderMark.LengthIn(line)..].Trim(" \r\t"u8);
        if (!text.IsEmpty)
        {
            Read(text.ToArray(), batch);
        }
    }

    /// <summary>Whether a source's first line, or its beginning, can be a line of this format.</summary>
    protected abstract bool IsLine(ReadOnlySpan<byte> line);

    protected abstract void Read(ReadOnlyMemory<byte> line, BatchBuilder batch);
}
