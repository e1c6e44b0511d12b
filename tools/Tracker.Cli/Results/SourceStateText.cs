namespace Tracker.Cli.Results;

/// <summary>Describes the state of a source.</summary>
internal static class SourceStateText
{
    public static string Of(bool isPaused, bool isFinished, bool isScheduled, string? lastError, bool isSlowed)
    {
        string state = (isPaused, lastError, isFinished, isScheduled) switch
        {
            (true, _, _, _) => "paused",
            (_, { } error, _, true) => $"retrying after: {error}",
            (_, { } error, _, _) => $"failed: {error}",
            (_, _, true, true) => "polling",
            (_, _, true, _) => "read",
            _ => "reading",
        };
        return isSlowed ? $"{state}; slowed down by back-pressure" : state;
    }
}
