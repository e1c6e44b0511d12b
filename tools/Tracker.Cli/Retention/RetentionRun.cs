using Tracker.Cli.Output;
using Tracker.Data.Retention;

namespace Tracker.Cli.Retention;

/// <summary>Drops old months and displays the progress. After an interruption, the fetcher or the next run continues.</summary>
internal sealed class RetentionRun(ReportRetention retention, Terminal terminal, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    public async Task<IReadOnlyList<DateTime>> RunAsync(DateTime dropBefore, CancellationToken ct)
    {
        List<DateTime> dropped = [.. await retention.AdvanceAsync(dropBefore, ct)];
        await ProgressDisplay.RunAsync(terminal, time, async show =>
        {
            Dictionary<string, long> totals = [];
            string? reported = null;
            RetentionState state;
            while ((state = await retention.StateAsync(ct)).DroppedBefore < dropBefore)
            {
                foreach ((string consumer, long left) in state.PendingHandOvers)
                {
                    totals[consumer] = Math.Max(totals.GetValueOrDefault(consumer), left);
                }

                IReadOnlyDictionary<string, long> pending = state.PendingHandOvers;
                show([.. totals.Select(total =>
                    new WorkProgress(total.Key, total.Value - pending.GetValueOrDefault(total.Key), total.Value, "trackers"))]);
                IReadOnlyList<DateTime> months = await retention.AdvanceAsync(dropBefore, ct);
                dropped.AddRange(months);
                if (retention.BlockedBy is { } blockers && blockers != reported)
                {
                    reported = blockers;
                    terminal.WriteProgress($"Waiting for open transactions on the primary, {blockers}");
                }

                if (months.Count == 0)
                {
                    await Task.Delay(Interval, time, ct);
                }
            }
        });
        return dropped;
    }
}
