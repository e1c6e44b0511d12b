using System.CommandLine;
using Tracker.Cli.Drills;
using Tracker.Cli.Output;

namespace Tracker.Cli.Verbs;

/// <summary>Runs drills: load and faults on a temporary cluster, and a verdict.</summary>
internal static class DrillVerb
{
    public static Command Create(Terminal terminal) =>
        new("drill", "Inject faults into a temporary cluster under load, and check the effects on clients.")
    {
        SessionDrillCommand.Create(terminal),
        FailoverDrillCommand.Create(terminal),
        FallbackDrillCommand.Create(terminal),
        BlindDrillCommand.Create(terminal),
        VisibilityDrillCommand.Create(terminal),
    };
}
