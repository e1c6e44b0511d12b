using Spectre.Console;

namespace Tracker.Cli.Output;

/// <summary>Shows gauges: bars on a terminal, elsewhere a line now and then.</summary>
internal static class GaugeBoard
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    public static Task RunAsync(Terminal terminal, TimeProvider time, Func<Action<IReadOnlyList<Gauge>>, Task> work) =>
        terminal.IsInteractive ? WithBarsAsync(terminal, work) : WithLinesAsync(terminal, time, work);

    private static Task WithBarsAsync(Terminal terminal, Func<Action<IReadOnlyList<Gauge>>, Task> work) => terminal.ErrorConsole.Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
        .StartAsync(bars =>
        {
            Dictionary<string, ProgressTask> tasks = [];
            return work(gauges =>
            {
                foreach (Gauge gauge in gauges)
                {
                    if (!tasks.TryGetValue(gauge.Name, out ProgressTask? task))
                    {
                        tasks[gauge.Name] = task = bars.AddTask(Markup.Escape(gauge.Name));
                    }

                    task.Description = Markup.Escape(gauge.ToString());
                    task.MaxValue = Math.Max(1, gauge.Total);
                    task.Value = gauge.Total == 0 ? 1 : gauge.Done;
                }
            });
        });

    private static Task WithLinesAsync(Terminal terminal, TimeProvider time, Func<Action<IReadOnlyList<Gauge>>, Task> work)
    {
        string said = "";
        long? saidAt = null;
        return work(gauges =>
        {
            string line = string.Join("; ", gauges);
            if (line != said && (saidAt is not { } last || time.GetElapsedTime(last) >= LineInterval))
            {
                (said, saidAt) = (line, time.GetTimestamp());
                terminal.Say(line);
            }
        });
    }
}
