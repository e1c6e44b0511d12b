namespace TrackerFetcher.Sources;

/// <summary>A source as a whole can't be read. The message says what is wrong and what to do.</summary>
internal sealed class SourceException : Exception
{
    public SourceException()
    {
    }

    public SourceException(string message)
        : base(message)
    {
    }

    public SourceException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the next try may well succeed with nothing changed (a time-out, a busy server).</summary>
    public bool IsTransient { get; init; }

    /// <summary>How long the server asks to be left alone; null = it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
