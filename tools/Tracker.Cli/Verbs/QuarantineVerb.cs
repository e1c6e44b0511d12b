using System.CommandLine;
using EFCore.ReadWriteSplitting.Scopes;
using Spectre.Console;
using Tracker.Cli.Output;
using Tracker.Cli.Running;
using Tracker.Data.Ingest;
using Tracker.Data.Model;
using Tracker.Geo.Reports;

namespace Tracker.Cli.Verbs;

/// <summary>Manages the quarantine of rejected reports.</summary>
internal static class QuarantineVerb
{
    public static Command Create(Installation here, Terminal terminal) => new("quarantine", "List, retry and delete rejected reports.")
    {
        List(here, terminal),
        Retry(here, terminal),
        Purge(here, terminal),
    };

    private static Command List(Installation here, Terminal terminal)
    {
        Filter filter = new();
        Option<int> show = new("--show") { Description = "Also show the latest N reports.", DefaultValueFactory = _ => 0, HelpName = "N" };
        Command list = new("list", "Count the reports in quarantine by source and reason.") { show };
        filter.AddTo(list);
        list.SetAction(async (parsed, ct) =>
        {
            await using Database database = DatabaseAccess.Open(here);
            Quarantine quarantine = new(database, TimeProvider.System);
            Table table = new Table { Border = TableBorder.Simple }.AddColumns("source", "reason", "reports", "retriable", "latest");
            foreach (QuarantineCount count in await quarantine.CountAsync(filter.Read(parsed), ct))
            {
                table.AddRow(
                    Markup.Escape(count.Source),
                    count.Reason,
                    $"{count.Count:N0}",
                    $"{count.Retriable:N0}",
                    $"{count.Latest:yyyy-MM-dd HH:mm:ss}Z");
            }

            terminal.Write(table);
            foreach ((string source, long count) in await new QuarantineUpkeep(database).DroppedAsync(filter.Read(parsed).Source, ct))
            {
                terminal.Write(
                    $"{source}: {count:N0} more were deleted because they exceeded "
                    + "TRACKER_FETCH_QUARANTINE_LIMIT or TRACKER_FETCH_QUARANTINE_AGE");
            }

            foreach ((string source, QuarantinedReport report) in await quarantine.ListAsync(filter.Read(parsed), parsed.GetValue(show), ct))
            {
                terminal.Write(
                    $"{report.RejectedAt:yyyy-MM-dd HH:mm:ss}Z {source} {RejectionReasonName.Of(report.Reason)}: "
                    + $"{OneLine.Of(report.Detail, 300)}  {OneLine.Of(report.Payload, 300)}");
            }

            return CommandLine.Done;
        });
        return list;
    }

    private static Command Retry(Installation here, Terminal terminal)
    {
        Filter filter = new();
        Option<bool> register = new("--register") { Description = "Register unknown trackers." };
        Command retry = new("retry", "Validate reports again and store those that are valid now.") { register };
        filter.AddTo(retry);
        retry.SetAction(async (parsed, ct) =>
        {
            await using Database database = DatabaseAccess.Open(here);
            QuarantineRetry result = await new Quarantine(database, TimeProvider.System)
                .RetryAsync(filter.Read(parsed), parsed.GetValue(register), ct);
            terminal.Write($"{result.Stored:N0} stored, {result.Duplicates:N0} already stored, {result.Kept:N0} remain in quarantine.");
            return CommandLine.Done;
        });
        return retry;
    }

    private static Command Purge(Installation here, Terminal terminal)
    {
        Filter filter = new();
        Option<string?> olderThan = new("--older-than")
        {
            Description = "Only reports that were rejected longer ago than this, such as 7d.",
            HelpName = "TIME",
        };
        Option<bool> yes = YesOption.Create();
        Command purge = new("purge", "Permanently delete reports from the quarantine.") { olderThan, yes };
        filter.AddTo(purge);
        purge.SetAction(async (parsed, ct) =>
        {
            QuarantineFilter which = filter.Read(parsed) with { Before = Before(parsed.GetValue(olderThan)) };
            if (which == new QuarantineFilter() && !parsed.GetValue(yes))
            {
                throw new CliException(
                    "This would delete the whole quarantine. "
                    + "Select a part with --source, --reason or --older-than, or confirm with --yes.");
            }

            await using Database database = DatabaseAccess.Open(here);
            terminal.Write($"{await new Quarantine(database, TimeProvider.System).PurgeAsync(which, ct):N0} deleted.");
            return CommandLine.Done;
        });
        return purge;
    }

    private static DateTime? Before(string? olderThan) =>
        olderThan is null ? null : TimeProvider.System.GetUtcNow().UtcDateTime - Duration.Parse("--older-than", olderThan);

    /// <summary>The options that select reports.</summary>
    private sealed class Filter
    {
        private static readonly Dictionary<string, RejectionReason> Reasons = Enum.GetValues<RejectionReason>().ToDictionary(Name);

        private readonly Option<string?> _source = new("--source") { Description = "Only reports of this source.", HelpName = "NAME" };
        private readonly Option<string?> _reason = new("--reason") { Description = $"Only reports with this reason: {string.Join(", ", Reasons.Keys)}.", HelpName = "REASON" };

        public Filter() => _reason.AcceptOnlyFromAmong([.. Reasons.Keys]);

        public void AddTo(Command command)
        {
            command.Add(_source);
            command.Add(_reason);
        }

        public QuarantineFilter Read(ParseResult parsed) => new(
            parsed.GetValue(_source), parsed.GetValue(_reason) is { } reason ? Reasons[reason] : null);

        private static string Name(RejectionReason reason) =>
            string.Concat(
                reason.ToString().Select(
                    (letter, i) => i > 0 && char.IsUpper(letter)
                        ? $"_{char.ToLowerInvariant(letter)}"
                        : $"{char.ToLowerInvariant(letter)}"));
    }
}
