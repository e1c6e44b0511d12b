using System.CommandLine;
using System.Text.Json;
using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cli.Output;
using Tracker.Cli.Retention;
using Tracker.Cli.Running;
using Tracker.Data.Retention;

namespace Tracker.Cli.Verbs;

/// <summary>How long reports are kept: how far it is, and to have old months dropped now.</summary>
internal static class RetentionVerb
{
    public static Command Create(Installation here, Terminal terminal)
    {
        Option<bool> json = new("--json") { Description = "As JSON." };
        Command retention = new("retention", "Show which reports are refused, which are gone, and what is waited for.") { json };
        retention.SetAction((parsed, ct) => ShowAsync(here, terminal, parsed.GetValue(json), ct));
        retention.Add(Run(here, terminal));
        return retention;
    }

    private static Command Run(Installation here, Terminal terminal)
    {
        Option<string> keep = new("--keep") { Description = "Keep the reports of this time (400d); months that are older go.", HelpName = "TIME", Required = true };
        Option<bool> yes = Agreement.Option();
        Command run = new("run", "Drop the months that are older now, as the fetcher does by TRACKER_RETENTION_KEEP. Stays, trips, events and statuses stay.") { keep, yes };
        run.SetAction((parsed, ct) => RunAsync(here, terminal, Time(parsed.GetRequiredValue(keep)), parsed.GetValue(yes), ct));
        return run;
    }

    private static async Task<int> ShowAsync(Installation here, Terminal terminal, bool json, CancellationToken ct)
    {
        await using Database database = DatabaseAccess.Open(DatabaseAccess.Options(here));
        RetentionState state = await new ReportRetention(database).StateAsync(ct);
        terminal.Write(json
            ? JsonSerializer.Serialize(new { horizon = Moment(state.Horizon), droppedBefore = Moment(state.DroppedBefore), settlingBefore = Moment(state.HandOverBefore), unsettled = state.PendingHandOvers })
            : string.Join(Environment.NewLine, RetentionText.Lines(state)));
        return CommandLine.Done;
    }

    private static async Task<int> RunAsync(Installation here, Terminal terminal, TimeSpan keep, bool yes, CancellationToken ct)
    {
        DateTime dropBefore = RetentionPlan.DropBefore(TimeProvider.System.GetUtcNow().UtcDateTime, keep);
        if (!yes && !(terminal.IsInteractive && terminal.Confirm($"Drop all reports before {dropBefore:yyyy-MM-dd}, and refuse those before {RetentionPlan.Horizon(dropBefore):yyyy-MM-dd} from now on?")))
        {
            throw new CliException($"Nothing was dropped. This deletes all reports before {dropBefore:yyyy-MM-dd} for good: say --yes.");
        }

        await using Database database = DatabaseAccess.Open(DatabaseAccess.Options(here));
        IReadOnlyList<DateTime> dropped = await new RetentionRun(new ReportRetention(database), terminal, TimeProvider.System).RunAsync(dropBefore, ct);
        terminal.Write(dropped.Count == 0 ? "There was no month to drop." : $"Dropped: {string.Join(", ", dropped.Select(month => $"{month:yyyy-MM}"))}");
        return CommandLine.Done;
    }

    private static DateTime? Moment(DateTime time) => time == DateTime.MinValue ? null : time;

    private static TimeSpan Time(string keep) => !TimeWithUnit.TryParse(keep, out TimeSpan time)
        ? throw new CliException($"--keep is '{keep}'. Give a time with its unit: 400d.")
        : time < RetentionPlan.Shortest || time > RetentionPlan.Longest
            ? throw new CliException($"--keep is '{keep}'. It can be between {RetentionPlan.Shortest.TotalDays:0}d and {RetentionPlan.Longest.TotalDays:0}d.")
            : time;
}
