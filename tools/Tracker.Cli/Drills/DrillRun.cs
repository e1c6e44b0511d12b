using Tracker.Cli.Running;
using Tracker.Cluster.Networks;

namespace Tracker.Cli.Drills;

/// <summary>Runs a drill. An interrupted drill deletes its cluster, unlike <c>up</c>.</summary>
internal static class DrillRun
{
    private const int Nodes = 3;

    /// <summary>Runs the same command in a private network. Returns its exit code; null if it runs in one already, or can't.</summary>
    public static async Task<int?> InPrivateNetworkAsync(CancellationToken ct) => PrivateNetwork.IsInside || PrivateNetwork.Obstacle() is not null
        ? null
        : await PrivateNetwork.RunAsync([Installation.Dotnet, .. Environment.GetCommandLineArgs()], Nodes, ct);

    public static async Task<int> RunAsync(Func<Task<int>> drill)
    {
        try
        {
            return await drill();
        }
        catch (OperationCanceledException interrupted)
        {
            throw new CliException("Interrupted. The drill's cluster was stopped and deleted.", interrupted);
        }
    }
}
