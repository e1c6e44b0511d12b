namespace TrackerFetcher.Sources.Lines;

/// <summary>A kind of source that has one report a line.</summary>
internal interface ILineFormat
{
    /// <summary>For messages: "NDJSON".</summary>
    string Name { get; }

    /// <summary>Whether a file's first line, or its beginning, can be one of this kind.</summary>
    bool IsLine(ReadOnlySpan<byte> line);

    /// <summary>Takes a line into the batch: as a report, into the quarantine, or not at all where it tells of something else.</summary>
    void Read(ReadOnlyMemory<byte> line, BatchBuilder batch);
}
