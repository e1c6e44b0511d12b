namespace TrackerFetcher.Sources.Lines;

/// <summary>A format with one report per line. An instance serves one read.</summary>
internal interface ILineFormat
{
    /// <summary>How records that span several lines end, known after <see cref="Open"/>; null = each line is a record.</summary>
    IRecordFraming? Framing { get; }

    /// <summary>Checks the start of a source, so that one of another kind is rejected at once and does not fill the quarantine.</summary>
    /// <param name="start">The source's first bytes, without a byte order mark.</param>
    /// <param name="isWhole">The source has no more bytes.</param>
    /// <param name="shown">The source's location for messages.</param>
    /// <returns>Where in <paramref name="start"/> the first line of reports begins.</returns>
    /// <exception cref="SourceException">The source has another format.</exception>
    int Open(ReadOnlySpan<byte> start, bool isWhole, string shown);

    /// <summary>Adds a line to the batch: as a report, for the quarantine, or not at all if it holds something else.</summary>
    /// <param name="line">The line without its end; if it is too long, no more than one byte over the limit.</param>
    /// <param name="state">Whether the line is complete.</param>
    /// <param name="batch">Takes the report.</param>
    void Read(ReadOnlySpan<byte> line, LineState state, BatchBuilder batch);
}
