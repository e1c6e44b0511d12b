using Tracker.Cluster.Processes;

namespace Tracker.Cluster.Tests;

internal static class Program
{
    /// <summary><c>supervise --state DIR</c>, as the command line tool has it.</summary>
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is not ["supervise", "--state", var directory])
            return 2;
        await SupervisorDaemon.RunAsync(directory, Console.Out, CancellationToken.None);
        return 0;
    }

    /// <summary>How a test starts this assembly as a daemon.</summary>
    public static SupervisorCommand Supervise { get; } = new("dotnet", [typeof(Program).Assembly.Location, "supervise", "--state"]);
}
