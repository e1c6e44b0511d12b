namespace TrackerFetcher.Sources.Lines;

/// <summary>Finds the end of records that may span several lines.</summary>
internal interface IRecordFraming
{
    /// <summary>Whether a record that begins with this line may span several lines; if not, the line is the record.</summary>
    bool MaySpanLines(ReadOnlySpan<byte> line);

    /// <summary>Looks for the end of the record that <paramref name="text"/> begins with.</summary>
    /// <param name="text">From the record's first byte on.</param>
    /// <param name="isWhole">The file ends where the text ends.</param>
    /// <param name="length">The record's length without its line feed.</param>
    RecordEnd FindEnd(ReadOnlySpan<byte> text, bool isWhole, out int length);
}

/// <summary>Whether the end of a record was found.</summary>
internal enum RecordEnd
{
    Found,

    /// <summary>The record does not end within the text.</summary>
    NotFound,

    /// <summary>The record breaks the rules of its format.</summary>
    Malformed,
}
