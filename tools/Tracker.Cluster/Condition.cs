namespace Tracker.Cluster;

/// <summary>Waits until nothing stands in the way any more, within a deadline.</summary>
internal static class Condition
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks again and again until nothing is in the way, or the deadline has passed.</summary>
    /// <param name="what">What is waited for, as the error begins: "node1 did not become the primary".</param>
    /// <param name="deadline">How long to wait at most.</param>
    /// <param name="obstacle">Null when the wait is over, else what is in the way just now.</param>
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
