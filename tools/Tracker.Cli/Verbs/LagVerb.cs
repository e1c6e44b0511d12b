using System.CommandLine;
using EFCore.ReadWriteSplitting.Scopes;
using Spectre.Console;
using Tracker.Cli.Output;
using Tracker.Cli.Running;
using Tracker.Cli.Watching;

namespace Tracker.Cli.Verbs;

/// <summary>How far behind the replicas are.</summary>
internal static class LagVerb
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static Command Create(Installation here, Terminal terminal)
    {
        Option<bool> watch = new("--watch") { Description = "Look every second until interrupted: redrawn on a terminal, a line a look elsewhere." };
        Option<bool> json = new("--json") { Description = "As JSON on the standard output, a line a look." };
        Command lag = new("lag", "Show how far behind the replicas are, in bytes and seconds.") { watch, json };
        lag.SetAction((parsed, ct) => RunAsync(here, terminal, parsed.GetValue(watch), parsed.GetValue(json), ct));
        return lag;
    }

    private static async Task<int> RunAsync(Installation here, Terminal terminal, bool watch, bool json, CancellationToken ct)
    {
        await using Database database = DatabaseAccess.Open(DatabaseAccess.Options(here));
        LagSource source = new(database, TimeProvider.System);
        LagLook first = await source.FirstAsync(ct);
        if (watch)
        {
            await WatchAsync(terminal, source, first, json, ct);
            return CommandLine.Done;
        }

        if (json)
        {
            terminal.Write(WatchingJson.Lag(first));
        }
        else
        {
            terminal.Write(LagText.Table(first));
        }

        return first.Primary is not null
            ? CommandLine.Done
            : throw new CliException($"The primary of {database.Options} does not answer. See: ./tracker status");
    }

    private static async Task WatchAsync(Terminal terminal, LagSource source, LagLook first, bool json, CancellationToken ct)
    {
        try
        {
            if (terminal.IsInteractive && !json)
            {
                await terminal.ResultConsole.Live(LagText.Table(first)).StartAsync(live => EverySecondAsync(source, first, look => live.UpdateTarget(LagText.Table(look)), ct));
            }
            else
            {
                await EverySecondAsync(source, first, look => terminal.Write(json ? WatchingJson.Lag(look) : LagText.Line(look)), ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Interrupted: that is how it ends.
        }
    }

    private static async Task EverySecondAsync(LagSource source, LagLook first, Action<LagLook> show, CancellationToken ct)
    {
        show(first);
        using PeriodicTimer timer = new(Interval, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(ct))
        {
            show(await source.NextAsync(ct));
        }
    }
}
