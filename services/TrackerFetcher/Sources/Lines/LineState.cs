namespace TrackerFetcher.Sources.Lines;

/// <summary>Whether a line is complete.</summary>
internal enum LineState
{
    Whole,

    /// <summary>The file ends without a line end: the line may be complete or torn.</summary>
    Unterminated,

    /// <summary>
    /// The line begins a record that breaks the rules of its format. The lines after it are read as records of their own.
    /// </summary>
    Malformed,

    /// <summary>The line is longer than allowed; only its beginning is given.</summary>
    TooLong,
}
