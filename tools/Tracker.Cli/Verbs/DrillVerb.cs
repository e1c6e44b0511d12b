using System.CommandLine;
using Tracker.Cli.Drills;
using Tracker.Cli.Output;

namespace Tracker.Cli.Verbs;

/// <summary>Drills: a cluster of their own, load, faults, and a verdict.</summary>
internal static class DrillVerb
{
    public static Command Create(Terminal terminal) => new("drill", "Break a cluster of its own under load, and judge what clients saw.")
    {
        SessionDrillCommand.Create(terminal),
        FailoverDrillCommand.Create(terminal),
        FallbackDrillCommand.Create(terminal),
        VisibilityDrillCommand.Create(terminal),
    };
}
