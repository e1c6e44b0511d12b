using System.CommandLine;
using EFCore.ReadWriteSplitting.Scopes;
using Spectre.Console;
using Tracker.Cli.Output;
using Tracker.Cli.Running;
using Tracker.Cli.Watching;

namespace Tracker.Cli.Verbs;

/// <summary>Shows the replication lag.</summary>
internal static class LagVerb
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static Command Create(Installation here, Terminal terminal)
    {
        Option<bool> watch = new("--watch") { Description = "Repeat every second until interrupted." };
        Option<bool> json = new("--json") { Description = "Print JSON, one line per sample." };
        Command lag = new("lag", "Show the replication lag in bytes and seconds.") { watch, json };
        lag.SetAction((parsed, ct) => RunAsync(here, terminal, parsed.GetValue(watch), parsed.GetValue(json), ct));
        return lag;
    }

    private static async Task<int> RunAsync(Installation here, Terminal terminal, bool watch, bool json, CancellationToken ct)
    {
        await using Database database = DatabaseAccess.Open(here);
        LagSampler source = new(database, TimeProvider.System);
        LagSample first = await source.FirstAsync(ct);
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

    private static async Task WatchAsync(Terminal terminal, LagSampler source, LagSample first, bool json, CancellationToken ct)
    {
        try
        {
            if (terminal.IsInteractive && !json)
            {
                await terminal.ResultConsole.Live(LagText.Table(first)).StartAsync(
                    live => EverySecondAsync(source, first, sample => live.UpdateTarget(LagText.Table(sample)), ct));
            }
            else
            {
                await EverySecondAsync(source, first, sample => terminal.Write(json ? WatchingJson.Lag(sample) : LagText.Line(sample)), ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Ctrl+C ends the watch.
        }
    }

    private static async Task EverySecondAsync(LagSampler source, LagSample first, Action<LagSample> show, CancellationToken ct)
    {
        show(first);
        using PeriodicTimer timer = new(Interval, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(ct))
        {
            show(await source.NextAsync(ct));
        }
    }
}
