namespace Tracker.Cluster.Primitives;

/// <summary>Waits for a condition within a deadline.</summary>
internal static class Condition
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Polls until there is no obstacle or the deadline has passed.</summary>
    /// <param name="what">The beginning of the error message: "node1 did not become the primary".</param>
    /// <param name="deadline">The maximum wait.</param>
    /// <param name="obstacle">Returns what the wait is for, or null when the condition holds.</param>
    public static async Task WaitAsync(
        string what, TimeSpan deadline, Func<CancellationToken, Task<string?>> obstacle, CancellationToken ct)
    {
        TimeProvider time = TimeProvider.System;
        long start = time.GetTimestamp();
        while (await obstacle(ct) is { } reason)
        {
            if (time.GetElapsedTime(start) > deadline)
                throw new ClusterException($"{what} within {deadline.TotalSeconds:0.#} s: {reason}");
            await Task.Delay(Interval, time, ct);
        }
    }
}
