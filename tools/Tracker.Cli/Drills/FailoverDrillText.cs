using Spectre.Console;
using Tracker.Drills.Failover;

namespace Tracker.Cli.Drills;

/// <summary>Formats the result of a failover drill.</summary>
internal static class FailoverDrillText
{
    public static Table Table(FailoverDrillResult result)
    {
        Table table = new() { Border = TableBorder.Simple };
        table.AddColumns(
            "fault", "acknowledged", "lost", "twice", "unit errors", "reads", "read errors", "pause s", "read pause s", "on primary", "balanced s", "kept", "verdict");
        foreach (FaultOutcome fault in result.Faults)
        {
            table.AddRow([.. Cells(fault).Select(cell => new Text(cell))]);
        }

        return table;
    }

    private static string[] Cells(FaultOutcome fault) => fault.Skipped is { } reason
        ? [fault.Fault, "", "", "", "", "", "", "", "", "", "", "", $"skipped: {reason}"]
        :
        [
            fault.Fault, $"{fault.Acknowledged}", Lost(fault), $"{fault.AppliedTwice}", $"{fault.UnitErrors}", $"{fault.Reads}",
            $"{fault.ReadErrors}",
            $"{fault.LongestPause}", $"{fault.LongestReadPause}", $"{fault.ReadsOnPrimary}", $"{fault.SecondsUntilBalanced}",
            fault.SurvivorConnections is { } connections ? $"{fault.SurvivorConnectionsKept}/{connections}" : "",
            fault.Broken.Count == 0 ? "ok" : string.Join("; ", fault.Broken),
        ];

    private static string Lost(FaultOutcome fault) => fault.Lost == 0
        ? "0"
        : $"{fault.Lost} ({string.Join(' ', fault.LostUnits)}{(fault.Lost > fault.LostUnits.Count ? " ..." : "")})";
}
