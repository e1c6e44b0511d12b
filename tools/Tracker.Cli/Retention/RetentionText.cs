using Tracker.Data.Retention;

namespace Tracker.Cli.Retention;

/// <summary>Formats the state of retention.</summary>
internal static class RetentionText
{
    public static IEnumerable<string> Lines(RetentionState state)
    {
        if (state.Horizon == DateTime.MinValue)
        {
            yield return "All reports are kept: retention has never run (TRACKER_RETENTION_KEEP, or ./tracker retention run).";
            yield break;
        }

        yield return $"refused  reports before {state.Horizon:yyyy-MM-dd HH:mm}Z";
        yield return state.DroppedBefore == DateTime.MinValue
            ? "dropped  none yet"
            : $"dropped  reports before {state.DroppedBefore:yyyy-MM-dd}";
        if (state.IsUnderWay)
        {
            yield return $"to drop  reports before {state.HandOverBefore:yyyy-MM-dd}";
            yield return state.PendingHandOvers.Count == 0
                ? "waits    for the fetcher, or ./tracker retention run"
                : $"waits    for {string.Join(", ", state.PendingHandOvers.Select(consumer => $"{consumer.Key} ({consumer.Value:N0} trackers)"))}";
        }
    }
}
