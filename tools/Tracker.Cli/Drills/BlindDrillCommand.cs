using System.CommandLine;
using Spectre.Console;
using Tracker.Cli.Output;
using Tracker.Drills.Blindness;
using Tracker.Drills.Running;

namespace Tracker.Cli.Drills;

/// <summary><c>./tracker drill blind</c></summary>
internal static class BlindDrillCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<string[]> faults = DrillOptions.Faults(BlindDrillOptions.Names);
        Option<DrillTopology?> topology = new("--topology") { Description = "How the workers connect to the nodes (default: both in turn)." };
        Option<bool> json = JsonOption.Create();
        Command command = new("blind", "Make a replica go quiet in every way, and check that every worker notices within 5 s.") { faults, topology, json };
        command.SetAction((parsed, ct) => DrillRun.RunAsync(async () =>
        {
            BlindDrillOptions options = new() { Faults = parsed.GetValue(faults) ?? [] };
            if (parsed.GetValue(topology) is { } one)
            {
                options = options with { Topologies = [one] };
            }

            if (options.RequiresPrivateNetwork && await DrillRun.InPrivateNetworkAsync(ct) is { } code)
            {
                return code;
            }

            BlindDrillResult result = await new BlindDrill(options, new StepReporter(terminal)).RunAsync(ct);
            if (parsed.GetValue(json))
            {
                terminal.Write(DrillJson.Of(result));
            }
            else
            {
                terminal.Write(Table(result));
            }

            return result.IsGood ? CommandLine.Done : CommandLine.Failed;
        }));
        return command;
    }

    private static Table Table(BlindDrillResult result)
    {
        Table table = new() { Border = TableBorder.Simple };
        table.AddColumns("fault", "topology", "primary", "false healthy", "noticed after s", "reported");
        foreach (BlindOutcome outcome in result.Outcomes)
        {
            table.AddRow(
            [
                new Text(outcome.Fault), new Text($"{outcome.Topology}"), new Text(outcome.Writing ? "writing" : "idle"),
                new Text($"{outcome.FalseHealthy}"), new Text(FormattableString.Invariant($"{outcome.SecondsToNotice}")),
                new Text(outcome.Skipped ?? string.Join("; ", outcome.Reported.Select(worker => $"{worker.Key}: {worker.Value}"))),
            ]);
        }

        return table;
    }
}
