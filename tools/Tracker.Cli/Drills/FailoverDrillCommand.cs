using System.CommandLine;
using Tracker.Cli.Output;
using Tracker.Cli.Running;
using Tracker.Cluster.Networks;
using Tracker.Drills.Failover;
using Tracker.Drills.Running;

namespace Tracker.Cli.Drills;

/// <summary><c>./tracker drill failover</c></summary>
internal static class FailoverDrillCommand
{
    private const int Nodes = 3;

    public static Command Create(Terminal terminal)
    {
        FailoverDrillOptions defaults = new();
        Option<string[]> faults = new("--fault")
        {
            Description = $"A fault to inject; may be repeated (default: all): {string.Join(", ", FailoverDrillOptions.Names)}.",
            HelpName = "FAULT",
        };
        faults.AcceptOnlyFromAmong([.. FailoverDrillOptions.Names]);
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
            if (options.RequiresPrivateNetwork && !PrivateNetwork.IsInside && PrivateNetwork.Obstacle() is null)
            {
                return await PrivateNetwork.RunAsync([Installation.Dotnet, .. Environment.GetCommandLineArgs()], Nodes, ct);
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
