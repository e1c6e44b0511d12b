using Npgsql;

namespace Tracker.Data.Migrations;

/// <summary>Tries a step again for as long as it does not get a lock: others go on meanwhile.</summary>
/// <param name="time">The clock for pauses.</param>
/// <param name="report">Called after each miss, with the reason.</param>
internal sealed class LockRetry(TimeProvider time, Action<string> report)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    /// <summary>Runs a step until it is not refused a lock.</summary>
    public async Task RunAsync(Func<Task> step, CancellationToken cancellationToken)
    {
        TimeSpan pause = FirstPause;
        while (true)
        {
            try
            {
                await step();
                return;
            }
            catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                report($"waiting for transactions that hold locks ({refused.MessageText})");
            }

            await Task.Delay(pause * (0.5 + (Random.Shared.NextDouble() / 2)), time, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }
}
