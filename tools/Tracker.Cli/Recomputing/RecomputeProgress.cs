using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cli.Output;

namespace Tracker.Cli.Recomputing;

/// <summary>Requests a recomputation and displays its progress. An interruption does not stop the recomputation.</summary>
internal sealed class RecomputeProgress(Database database, Terminal terminal, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    public async Task RunAsync(string consumer, IRecomputation work, CancellationToken ct)
    {
        long total = 0;
        WriteToken requested = await database.WriteAsync(async (write, token) => total = await work.RequestAsync(write, token), ct);
        terminal.WriteProgress(
            $"Recomputing {total:N0} {work.Unit} by {consumer}, after pending reports. Ctrl+C stops the display, not the recomputation.");
        StallDetector stall = new(time);
        await ProgressDisplay.RunAsync(terminal, time, async show =>
        {
            long remaining;
            do
            {
                remaining = await database.ReadAsync(ReadConsistency.AtLeast(requested), work.RemainingAsync, ct);
                string note = stall.IsStalled(remaining) ? $"{work.Unit}; {StallNote(consumer)}" : work.Unit;
                show([new WorkProgress(consumer, total - Math.Min(remaining, total), total, note)]);
                if (remaining > 0)
                {
                    await Task.Delay(Interval, time, ct);
                }
            }
            while (remaining > 0);
        });
    }

    private static string StallNote(string consumer) =>
        $"no progress for {StallDetector.Threshold.TotalSeconds:0} s: {consumer} is not running, or pending reports come first. "
        + "See: ./tracker status. Start it: ./tracker up";
}
