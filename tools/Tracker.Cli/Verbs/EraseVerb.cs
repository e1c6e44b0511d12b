using System.CommandLine;
using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.Logging.Abstractions;
using Tracker.Cli.Erasing;
using Tracker.Cli.Output;
using Tracker.Cli.Running;
using Tracker.Data.Erasing;
using Tracker.Data.Model;

namespace Tracker.Cli.Verbs;

/// <summary>Erases what is stored of one tracker, for good.</summary>
internal static class EraseVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static Command Create(Installation here, Terminal terminal)
    {
        Argument<string?> tracker = new("TRACKER") { Description = "The tracker's key.", Arity = ArgumentArity.ZeroOrOne };
        Option<string> by = new("--by") { Description = "Who asks, for the log; without it the user of this machine.", HelpName = "NAME", DefaultValueFactory = _ => Environment.UserName };
        Option<string?> wait = new("--wait") { Description = "How long to wait for workers that have not read all of the tracker's reports (5m).", HelpName = "TIME" };
        Option<bool> list = new("--list") { Description = "Show the log of erasures." };
        Option<bool> json = new("--json") { Description = "For programs." };
        Option<bool> yes = Agreement.Option();
        Command erase = new("erase", "Erase all that is stored of a tracker, beside the running workers; broken off, run it again.") { tracker, by, wait, list, json, yes };
        erase.Validators.Add(result =>
        {
            if (result.GetValue(list) != string.IsNullOrWhiteSpace(result.GetValue(tracker)))
            {
                result.AddError("Give the key of one TRACKER, or --list.");
            }
        });
        erase.SetAction((parsed, ct) => parsed.GetValue(list)
            ? ListAsync(here, terminal, parsed.GetValue(json), ct)
            : EraseAsync(
                here, terminal, parsed.GetValue(tracker)!.Trim(), parsed.GetValue(by)!, Wait(parsed.GetValue(wait)), parsed.GetValue(yes), parsed.GetValue(json), ct));
        return erase;
    }

    private static TimeSpan Wait(string? text) => text is null ? Patience
        : TimeWithUnit.TryParse(text, out TimeSpan wait) ? wait
        : throw new CliException($"--wait is '{text}'. Give a time with its unit: 30s, 5m, 1h.");

    private static async Task<int> ListAsync(Installation here, Terminal terminal, bool json, CancellationToken ct)
    {
        await using Database database = DatabaseAccess.Open(DatabaseAccess.Options(here));
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
        Installation here, Terminal terminal, string tracker, string by, TimeSpan patience, bool yes, bool json, CancellationToken ct)
    {
        if (!yes && !terminal.IsInteractive)
        {
            throw new CliException($"This would erase all that is stored of '{tracker}' for good. Say so with --yes.");
        }

        if (!yes && !terminal.Confirm($"Erase all that is stored of '{tracker}'? It can't be taken back."))
        {
            terminal.Say("Nothing was erased.");
            return CommandLine.Failed;
        }

        await using Database database = DatabaseAccess.Open(DatabaseAccess.Options(here));
        ErasureResult? result = null;
        try
        {
            await GaugeBoard.RunAsync(
                terminal, TimeProvider.System, async show => result = await Erasing(database).EraseAsync(tracker, by, patience, new ErasingBoard(show).Show, ct));
        }
        catch (OperationCanceledException interrupted)
        {
            throw new CliException("Interrupted: what was erased stays so, and the rest is still there. Run ./tracker erase again: it goes on.", interrupted);
        }

        if (result is null)
        {
            return await NothingAsync(database, terminal, tracker, ct);
        }

        if (json)
        {
            terminal.Write(ErasureText.JsonOf(result));
            return CommandLine.Done;
        }

        terminal.Write(ErasureText.Of(result.Erasure));
        Tell(terminal, tracker, result);
        return CommandLine.Done;
    }

    // Whoever runs it again, not knowing that it was done, has what was asked for.
    private static async Task<int> NothingAsync(Database database, Terminal terminal, string tracker, CancellationToken ct)
    {
        Erasure last = (await Erasing(database).ListAsync(tracker, ct)).FirstOrDefault()
            ?? throw new CliException($"There is no tracker '{tracker}', nor anything of it in quarantine. Look: ./tracker export status");
        terminal.Say($"Nothing is stored of '{tracker}': it was erased at {ErasureText.At(last.FinishedAt ?? last.RequestedAt)} (erasure {last.Id}).");
        return CommandLine.Done;
    }

    private static void Tell(Terminal terminal, string tracker, ErasureResult result)
    {
        terminal.Say($"'{tracker}' is erased (erasure {result.Erasure.Id}): what is said of the time before {ErasureText.At(result.Erasure.ErasedBefore)} is refused from now on.");
        if (result.Traces.Fences.Count > 0)
        {
            terminal.Say($"These fences were for it by name and are for nobody in its place: {string.Join(", ", result.Traces.Fences)}. Change them: ./tracker fence import FILE");
        }

        if (result.Traces.Sources.Count > 0)
        {
            terminal.Say($"These sources may still name it in their settings: {string.Join(", ", result.Traces.Sources)}. Change them: ./tracker source add");
        }
    }

    private static TrackerErasing Erasing(Database database) => new(database, TimeProvider.System, NullLogger.Instance);
}
