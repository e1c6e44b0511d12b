using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cli.Output;

namespace Tracker.Cli.Recomputing;

/// <summary>Asks for work to be done again and shows how far it is; broken off, the work goes on.</summary>
internal sealed class RecomputeProgress(Database database, Terminal terminal, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    public async Task RunAsync(string consumer, IRecomputing work, CancellationToken ct)
    {
        long total = 0;
        WriteToken requested = await database.WriteAsync(async (write, token) => total = await work.RequestAsync(write, token), ct);
        terminal.Say($"{consumer} makes again: {total:N0} {work.Unit}, where no report waits; Ctrl+C ends the looking on, not the work.");
        Standstill standstill = new(time);
        await GaugeBoard.RunAsync(terminal, time, async show =>
        {
            long left;
            do
            {
                left = await database.ReadAsync(ReadConsistency.AtLeast(requested), work.LeftAsync, ct);
                string note = standstill.Lasts(left) ? $"{work.Unit}; {Suspicion(consumer)}" : work.Unit;
                show([new Gauge(consumer, total - Math.Min(left, total), total, note)]);
                if (left > 0)
                {
                    await Task.Delay(Interval, time, ct);
                }
            }
            while (left > 0);
        });
    }

    private static string Suspicion(string consumer) =>
        $"none for {Standstill.Patience.TotalSeconds:0} s: no {consumer} runs, or reports that wait come first. Look: ./tracker status. Start it: ./tracker up";
}
