using Tracker.Cli.Output;
using Tracker.Data.Consistency;
using Tracker.Data.Scopes;

namespace Tracker.Cli.Recomputing;

/// <summary>Asks for work to be done again and shows how far it is; broken off, the work goes on.</summary>
internal sealed class RecomputeProgress(Database database, Terminal terminal, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    public async Task RunAsync(string consumer, IRecomputing work, CancellationToken ct)
    {
        long total = 0;
        WriteToken requested = await database.WriteAsync(async (write, token) => total = await work.RequestAsync(write, token), ct);
        terminal.Say($"{consumer} makes {total:N0} {work.Unit} again, where no report waits; Ctrl+C ends the looking on, not the work.");
        await GaugeBoard.RunAsync(terminal, time, async show =>
        {
            long left;
            do
            {
                left = await database.ReadAsync(ReadConsistency.AtLeast(requested), work.LeftAsync, ct);
                show([new Gauge(consumer, total - Math.Min(left, total), total, work.Unit)]);
                if (left > 0)
                {
                    await Task.Delay(Interval, time, ct);
                }
            }
            while (left > 0);
        });
    }
}
