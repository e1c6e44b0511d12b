using System.CommandLine;
using Tracker.Cli.Output;
using Tracker.Drills.Failover;
using Tracker.Drills.Running;

namespace Tracker.Cli.Drills;

/// <summary><c>./tracker drill failover</c></summary>
internal static class FailoverDrillCommand
{
    public static Command Create(Terminal terminal)
    {
        FailoverDrillOptions defaults = new();
        Option<string[]> faults = DrillOptions.Faults(FailoverDrillOptions.Names);
        Option<int> seconds = DrillOptions.Positive(
            "--seconds", "The minimum duration of each fault, in seconds.", (int)defaults.Lasting.TotalSeconds);
        Option<bool> asynchronous = new("--async") { Description = "Disable synchronous_mode. Lost units are counted and listed." };
        Option<DrillTopology> topology = DrillOptions.Topology();
        Option<bool> json = JsonOption.Create();
        Command command = new(
            "failover", "Run writers and readers through each fault, and check for lost or duplicate units and for errors.")
        {
            faults, seconds, asynchronous, topology, json,
        };
        command.SetAction((parsed, ct) => DrillRun.RunAsync(async () =>
        {
            FailoverDrillOptions options = new()
            {
                Faults = parsed.GetValue(faults) ?? [],
                Lasting = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                Asynchronous = parsed.GetValue(asynchronous),
                Topology = parsed.GetValue(topology),
            };
            if (options.RequiresPrivateNetwork && await DrillRun.InPrivateNetworkAsync(ct) is { } code)
            {
                return code;
            }

            FailoverDrillResult result = await new FailoverDrill(options, new StepReporter(terminal)).RunAsync(ct);
            if (parsed.GetValue(json))
            {
                terminal.Write(DrillJson.Of(result));
            }
            else
            {
                terminal.Write(FailoverDrillText.Table(result));
            }

            return result.IsGood ? CommandLine.Done : CommandLine.Failed;
        }));
        return command;
    }
}
