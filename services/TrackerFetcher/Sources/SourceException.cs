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

    /// <summary>Whether a retry may succeed without any change (a time-out, a busy server).</summary>
    public bool IsTransient { get; init; }

    /// <summary>The delay that the server asks for; null = none.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
