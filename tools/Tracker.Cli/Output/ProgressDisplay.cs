using Spectre.Console;

namespace Tracker.Cli.Output;

/// <summary>Displays progress: as bars on a terminal, otherwise as a line at intervals.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    public static Task RunAsync(Terminal terminal, TimeProvider time, Func<Action<IReadOnlyList<WorkProgress>>, Task> work) =>
        terminal.IsInteractive ? WithBarsAsync(terminal, work) : WithLinesAsync(terminal, time, work);

    private static Task WithBarsAsync(Terminal terminal, Func<Action<IReadOnlyList<WorkProgress>>, Task> work) =>
        terminal.ErrorConsole.Progress()
        .Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
        .StartAsync(bars =>
        {
            Dictionary<string, ProgressTask> tasks = [];
            return work(parts =>
            {
                foreach (WorkProgress part in parts)
                {
                    if (!tasks.TryGetValue(part.Name, out ProgressTask? task))
                    {
                        tasks[part.Name] = task = bars.AddTask(Markup.Escape(part.Name));
                    }

                    task.Description = Markup.Escape(part.ToString());
                    task.MaxValue = Math.Max(1, part.Total);
                    task.Value = part.Total == 0 ? 1 : part.Done;
                }
            });
        });

    private static Task WithLinesAsync(Terminal terminal, TimeProvider time, Func<Action<IReadOnlyList<WorkProgress>>, Task> work)
    {
        string last = "";
        long? lastAt = null;
        return work(parts =>
        {
            string line = string.Join("; ", parts);
            if (line != last && (lastAt is not { } shownAt || time.GetElapsedTime(shownAt) >= LineInterval))
            {
                (last, lastAt) = (line, time.GetTimestamp());
                terminal.WriteProgress(line);
            }
        });
    }
}
