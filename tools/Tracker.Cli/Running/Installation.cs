using Tracker.Cluster;
using Tracker.Cluster.Configuration;
using Tracker.Cluster.Processes;

namespace Tracker.Cli.Running;

/// <summary>The checkout: its binaries and its state directory.</summary>
/// <param name="Root">The directory of <c>./tracker</c>.</param>
/// <param name="State">The state directory of <c>up</c>: <c>.tracker</c>, or <c>TRACKER_STATE</c>.</param>
/// <param name="Subnet">
/// The first three numbers of the cluster's loopback addresses: "127.0.0", or <c>TRACKER_SUBNET</c> to run a second cluster.
/// </param>
internal sealed record Installation(string Root, string State, string Subnet)
{
    private const string Landmark = "Services.sln";

    /// <summary>Finds the checkout that this program was built in.</summary>
    public static Installation Find()
    {
        string root = Root(AppContext.BaseDirectory);
        return new Installation(
            root,
            Environment.GetEnvironmentVariable("TRACKER_STATE") is { Length: > 0 } state
                ? Path.GetFullPath(state)
                : Path.Combine(root, ".tracker"),
            Environment.GetEnvironmentVariable("TRACKER_SUBNET") is { Length: > 0 } subnet ? subnet : ClusterAddresses.Default.Subnet);

        static string Root(string start)
        {
            for (DirectoryInfo? at = new(start); at is not null; at = at.Parent)
            {
                if (File.Exists(Path.Combine(at.FullName, Landmark)))
                {
                    return at.FullName;
                }
            }

            throw new CliException($"There is no {Landmark} above {start}. Run ./tracker in a checkout.");
        }
    }

    public ClusterOptions ClusterOptions => new()
    {
        StateDirectory = State,
        Addresses = new ClusterAddresses(Subnet),
        Supervisor = new SupervisorCommand(Dotnet, [typeof(Installation).Assembly.Location, "supervise", "--state"]),
    };

    /// <summary>The dotnet host of this program, which also runs the services.</summary>
    public static string Dotnet => Path.GetFileName(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    /// <summary>The binary of a service, which <c>./tracker</c> builds.</summary>
    public string Binary(string service) => Path.Combine(Root, "services", service, "bin", "Release", "net10.0", $"{service}.dll");

    /// <summary>The log file of a supervised process.</summary>
    public string Log(string process) => Path.Combine(State, "logs", process + ".log");

    /// <summary>The local cluster if it is running; null otherwise.</summary>
    public LocalCluster? RunningCluster() => LocalCluster.Open(State) is { Processes.IsSupervised: true } cluster ? cluster : null;

    public LocalCluster RequireCluster() =>
        RunningCluster() ?? throw new CliException("No cluster is running here. Start it: ./tracker up");
}
