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
            Description = $"A fault, again for more of them; all by default: {string.Join(", ", FailoverDrillOptions.Names)}.",
        };
        faults.AcceptOnlyFromAmong([.. FailoverDrillOptions.Names]);
        Option<int> seconds = DrillOptions.Positive("--seconds", "How long each fault lasts at least.", (int)defaults.Lasting.TotalSeconds);
        Option<bool> asynchronous = new("--async") { Description = "Commits wait for no standby: losses are counted and named." };
        Option<DrillTopology> topology = DrillOptions.Topology();
        Option<bool> json = DrillOptions.Json();
        Command command = new("failover", "Writers and readers through each fault: is all there, once, and did nobody see an error?")
        {
            faults, seconds, asynchronous, topology, json,
        };
        command.SetAction((parsed, ct) => DrillRun.EndAsync(async () =>
        {
            FailoverDrillOptions options = new()
            {
                Faults = parsed.GetValue(faults) ?? [],
                Lasting = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                Asynchronous = parsed.GetValue(asynchronous),
                Topology = parsed.GetValue(topology),
            };
            if (options.NeedsNetwork && !PrivateNetwork.IsInside && PrivateNetwork.Obstacle() is null)
            {
                return await PrivateNetwork.RunAsync([Installation.Dotnet, .. Environment.GetCommandLineArgs()], Nodes, ct);
            }

            FailoverDrillResult result = await new FailoverDrill(options, new Steps(terminal)).RunAsync(ct);
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
