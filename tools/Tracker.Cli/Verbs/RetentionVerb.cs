using System.CommandLine;
using System.Text.Json;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cli.Output;
using Tracker.Cli.Retention;
using Tracker.Cli.Running;
using Tracker.Data.Retention;

namespace Tracker.Cli.Verbs;

/// <summary>Shows the state of retention and drops old months.</summary>
internal static class RetentionVerb
{
    public static Command Create(Installation here, Terminal terminal)
    {
        Option<bool> json = JsonOption.Create();
        Command retention = new("retention", "Show which reports are rejected, which are dropped, and what the next drop waits for.")
        {
            json,
        };
        retention.SetAction((parsed, ct) => ShowAsync(here, terminal, parsed.GetValue(json), ct));
        retention.Add(Run(here, terminal));
        return retention;
    }

    private static Command Run(Installation here, Terminal terminal)
    {
        Option<string> keep = new("--keep")
        {
            Description = "Keep reports of this period, such as 400d, and drop older months.",
            HelpName = "TIME",
            Required = true,
        };
        Option<bool> yes = YesOption.Create();
        Command run = new(
            "run",
            "Drop older months now, as the fetcher does if TRACKER_RETENTION_KEEP is set. Stays, trips, events and statuses are kept.")
        {
            keep, yes,
        };
        run.SetAction((parsed, ct) => RunAsync(here, terminal, Keep(parsed.GetRequiredValue(keep)), parsed.GetValue(yes), ct));
        return run;
    }

    private static async Task<int> ShowAsync(Installation here, Terminal terminal, bool json, CancellationToken ct)
    {
        await using Database database = DatabaseAccess.Open(here);
        RetentionState state = await new ReportRetention(database).StateAsync(ct);
        terminal.Write(json
            ? JsonSerializer.Serialize(
                new
                {
                    horizon = Moment(state.Horizon),
                    droppedBefore = Moment(state.DroppedBefore),
                    settlingBefore = Moment(state.HandOverBefore),
                    unsettled = state.PendingHandOvers,
                })
            : string.Join(Environment.NewLine, RetentionText.Lines(state)));
        return CommandLine.Done;
    }

    private static async Task<int> RunAsync(Installation here, Terminal terminal, TimeSpan keep, bool yes, CancellationToken ct)
    {
        DateTime dropBefore = RetentionPlan.DropBefore(TimeProvider.System.GetUtcNow().UtcDateTime, keep);
        string question = $"Drop all reports before {dropBefore:yyyy-MM-dd}, "
            + $"and reject those before {RetentionPlan.Horizon(dropBefore):yyyy-MM-dd} from now on?";
        if (!yes && !(terminal.IsInteractive && terminal.Confirm(question)))
        {
            throw new CliException(
                $"Nothing was dropped. This would permanently delete all reports before {dropBefore:yyyy-MM-dd}. Confirm with --yes.");
        }

        await using Database database = DatabaseAccess.Open(here);
        IReadOnlyList<DateTime> dropped = await new RetentionRun(
            new ReportRetention(database), terminal, TimeProvider.System).RunAsync(dropBefore, ct);
        terminal.Write(
            dropped.Count == 0
                ? "There was no month to drop."
                : $"Dropped: {string.Join(", ", dropped.Select(month => $"{month:yyyy-MM}"))}");
        return CommandLine.Done;
    }

    private static DateTime? Moment(DateTime time) => time == DateTime.MinValue ? null : time;

    private static TimeSpan Keep(string text) =>
        Duration.Parse("--keep", text) is var keep && keep >= RetentionPlan.Shortest && keep <= RetentionPlan.Longest
            ? keep
            : throw new CliException(
                $"--keep is '{text}'. Use {RetentionPlan.Shortest.TotalDays:0}d to {RetentionPlan.Longest.TotalDays:0}d.");
}
