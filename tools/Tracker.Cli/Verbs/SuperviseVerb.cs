using System.CommandLine;
using Tracker.Cluster.Processes;

namespace Tracker.Cli.Verbs;

/// <summary>The supervisor process, which <c>up</c> starts.</summary>
internal static class SuperviseVerb
{
    public static Command Create()
    {
        Option<string> state = new("--state") { Required = true, HelpName = "DIR" };
        Command supervise = new("supervise", "Run the processes that a directory lists, and restart those that exit.") { state };
        supervise.Hidden = true;
        supervise.SetAction(async (parsed, ct) =>
        {
            await SupervisorDaemon.RunAsync(parsed.GetRequiredValue(state), Console.Out, ct);
            return CommandLine.Done;
        });
        return supervise;
    }
}
