using Tracker.Cluster;
using Tracker.Cluster.Configuration;
using Tracker.Cluster.Processes;

namespace Tracker.Cli.Running;

/// <summary>This checkout: its binaries and its state.</summary>
/// <param name="Root">The folder of <c>./tracker</c>.</param>
/// <param name="State">What <c>up</c> keeps: <c>.tracker</c>, or <c>TRACKER_STATE</c>.</param>
/// <param name="Subnet">The loopback addresses of the cluster: "127.0.0", or <c>TRACKER_SUBNET</c>, for a second one beside it.</param>
internal sealed record Installation(string Root, string State, string Subnet)
{
    private const string Landmark = "Services.sln";

    /// <summary>The one that this program was built in.</summary>
    public static Installation Find()
    {
        string root = Root(AppContext.BaseDirectory);
        return new Installation(
            root,
            Environment.GetEnvironmentVariable("TRACKER_STATE") is { Length: > 0 } state ? Path.GetFullPath(state) : Path.Combine(root, ".tracker"),
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

            throw new CliException($"There is no {Landmark} above {start}. Run ./tracker of a checkout.");
        }
    }

    public ClusterOptions ClusterOptions => new()
    {
        StateDirectory = State,
        Addresses = new ClusterAddresses(Subnet),
        Supervisor = new SupervisorCommand(Dotnet, [typeof(Installation).Assembly.Location, "supervise", "--state"]),
    };

    /// <summary>The host that runs this program runs the services too.</summary>
    public static string Dotnet => Path.GetFileName(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    /// <summary>The binary of a service or tool, as <c>./tracker</c> builds it.</summary>
    public string Binary(string service) => Path.Combine(Root, "services", service, "bin", "Release", "net10.0", $"{service}.dll");

    /// <summary>The output of a supervised process.</summary>
    public string Log(string process) => Path.Combine(State, "logs", process + ".log");

    /// <summary>The local cluster if one runs here; null otherwise.</summary>
    public LocalCluster? RunningCluster() => LocalCluster.Open(State) is { Processes.IsSupervised: true } cluster ? cluster : null;

    public LocalCluster RequireCluster() => RunningCluster() ?? throw new CliException("No cluster runs here. Start it: ./tracker up");
}
