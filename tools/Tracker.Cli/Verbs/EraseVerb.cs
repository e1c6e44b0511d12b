using System.CommandLine;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.Logging.Abstractions;
using Tracker.Cli.Erasing;
using Tracker.Cli.Output;
using Tracker.Cli.Running;
using Tracker.Data.Erasing;
using Tracker.Data.Model;

namespace Tracker.Cli.Verbs;

/// <summary>Permanently erases the data of a tracker.</summary>
internal static class EraseVerb
{
    private static readonly TimeSpan DefaultWait = TimeSpan.FromMinutes(5);

    public static Command Create(Installation here, Terminal terminal)
    {
        Argument<string?> tracker = new("TRACKER") { Description = "The key of the tracker.", Arity = ArgumentArity.ZeroOrOne };
        Option<string> by = new("--by")
        {
            Description = "Who requests the erasure, for the log.",
            HelpName = "NAME",
            DefaultValueFactory = _ => Environment.UserName,
        };
        Option<string?> wait = new("--wait")
        {
            Description = "How long to wait for workers to process the tracker's reports (default: 5m).",
            HelpName = "TIME",
        };
        Option<bool> list = new("--list") { Description = "Show the log of erasures." };
        Option<bool> json = JsonOption.Create();
        Option<bool> yes = YesOption.Create();
        Command erase = new("erase", "Permanently erase all data of a tracker while the workers run. If interrupted, run it again.")
        {
            tracker, by, wait, list, json, yes,
        };
        erase.Validators.Add(result =>
        {
            if (result.GetValue(list) != string.IsNullOrWhiteSpace(result.GetValue(tracker)))
            {
                result.AddError("Specify either one TRACKER or --list.");
            }
        });
        erase.SetAction((parsed, ct) => parsed.GetValue(list)
            ? ListAsync(here, terminal, parsed.GetValue(json), ct)
            : EraseAsync(
                here, terminal, parsed.GetValue(tracker)!.Trim(), parsed.GetValue(by)!, Wait(parsed.GetValue(wait)), parsed.GetValue(yes),
                parsed.GetValue(json), ct));
        return erase;
    }

    private static TimeSpan Wait(string? text) => text is null ? DefaultWait : Duration.Parse("--wait", text);

    private static async Task<int> ListAsync(Installation here, Terminal terminal, bool json, CancellationToken ct)
    {
        await using Database database = DatabaseAccess.Open(here);
        List<Erasure> erasures = await Erasing(database).ListAsync(ct);
        if (json)
        {
            terminal.Write(ErasureText.JsonOf(erasures));
        }
        else
        {
            terminal.Write(ErasureText.Of(erasures));
        }

        return CommandLine.Done;
    }

    private static async Task<int> EraseAsync(
        Installation here, Terminal terminal, string tracker, string by, TimeSpan wait, bool yes, bool json, CancellationToken ct)
    {
        if (!yes && !terminal.IsInteractive)
        {
            throw new CliException($"This would permanently erase all data of '{tracker}'. Confirm with --yes.");
        }

        if (!yes && !terminal.Confirm($"Permanently erase all data of '{tracker}'?"))
        {
            terminal.WriteProgress("Nothing was erased.");
            return CommandLine.Failed;
        }

        await using Database database = DatabaseAccess.Open(here);
        ErasureResult? result = null;
        try
        {
            await ProgressDisplay.RunAsync(
                terminal, TimeProvider.System, async show =>
                    result = await Erasing(database).EraseAsync(tracker, by, wait, new ErasureProgress(show).Show, ct));
        }
        catch (OperationCanceledException interrupted)
        {
            throw new CliException("Interrupted. The erasure is incomplete. Run ./tracker erase again to continue.", interrupted);
        }

        if (result is null)
        {
            return await ReportNoDataAsync(database, terminal, tracker, ct);
        }

        if (json)
        {
            terminal.Write(ErasureText.JsonOf(result));
            return CommandLine.Done;
        }

        terminal.Write(ErasureText.Of(result.Erasure));
        WriteTraces(terminal, tracker, result);
        return CommandLine.Done;
    }

    // A repeated erasure is a success.
    private static async Task<int> ReportNoDataAsync(Database database, Terminal terminal, string tracker, CancellationToken ct)
    {
        Erasure last = (await Erasing(database).ListAsync(tracker, ct)).FirstOrDefault()
            ?? throw new CliException(
                $"There is no tracker '{tracker}', and the quarantine has no reports of it. See: ./tracker export status");
        terminal.WriteProgress(
            $"There is no data of '{tracker}': it was erased at {ErasureText.At(last.FinishedAt ?? last.RequestedAt)} (erasure {last.Id}).");
        return CommandLine.Done;
    }

    private static void WriteTraces(Terminal terminal, string tracker, ErasureResult result)
    {
        terminal.WriteProgress(
            $"'{tracker}' was erased (erasure {result.Erasure.Id}). "
            + $"Reports from before {ErasureText.At(result.Erasure.ErasedBefore)} are rejected from now on.");
        if (result.Traces.Fences.Count > 0)
        {
            terminal.WriteProgress(
                $"These fences applied to this tracker by name and now apply to no tracker in its place: "
                + $"{string.Join(", ", result.Traces.Fences)}. Change them: ./tracker fence import FILE");
        }

        if (result.Traces.Sources.Count > 0)
        {
            terminal.WriteProgress(
                $"These sources may still refer to it in their options: {string.Join(", ", result.Traces.Sources)}. "
                + "Change them: ./tracker source add");
        }
    }

    private static TrackerErasing Erasing(Database database) => new(database, TimeProvider.System, NullLogger.Instance);
}
