using System.Diagnostics;
using Tracker.Cluster.Configuration;
using Tracker.Cluster.Processes;

namespace Tracker.Cluster.Networks;

/// <summary>
/// A network apart from the machine's, for one command and all that it starts: a bridge, and behind it a network namespace
/// for each node, with a cable of its own, which can be pulled. On the machine's loopback, a node's own connections come from
/// 127.0.0.1 like everybody's: no rule could tell them. Everything vanishes with the command.
/// </summary>
public static class PrivateNetwork
{
    private const string Unshare = "/usr/bin/unshare";
    private const string Namespaces = "/run/netns";

    /// <summary>Names the network namespace that was prepared; on a file system that only the command sees.</summary>
    private const string Marker = Namespaces + "/tracker-cluster";

    /// <summary>$1 is the subnet, $2 the number of nodes, the rest the command.</summary>
    private const string Script = $$"""
        set -eu
        subnet=$1 nodes=$2
        shift 2
        ip link set lo up
        mkdir -p {{Namespaces}}
        mount -t tmpfs tmpfs {{Namespaces}}
        ip link add nodes type bridge
        ip addr add "$subnet.10/24" dev nodes
        ip link set nodes up
        for number in $(seq "$nodes"); do
            ip netns add "node$number"
            ip link add "node$number" type veth peer name eth0 netns "node$number"
            ip link set "node$number" master nodes up
            ip -n "node$number" link set lo up
            ip -n "node$number" addr add "$subnet.$((10 + number))/24" dev eth0
            ip -n "node$number" link set eth0 up
        done
        readlink /proc/self/ns/net > {{Marker}}
        exec "$@"
        """;

    /// <summary>The addresses in it. Any will do: nobody else is there.</summary>
    public static ClusterAddresses Addresses { get; } = new("10.99.0");

    /// <summary>Whether this process is in such a network.</summary>
    public static bool IsInside => File.Exists(Marker) && File.ReadAllText(Marker).Trim() == new FileInfo("/proc/self/ns/net").LinkTarget;

    /// <summary>Why none can be made here; null where one can.</summary>
    public static string? Obstacle()
    {
        if (!Environment.IsPrivilegedProcess)
            return "a private network needs root. Run it with sudo.";
        if (!File.Exists(Unshare))
            return "unshare is missing: apt-get install util-linux";
        using Process test = Process.Start(new ProcessStartInfo(Unshare, ["--net", "--mount", "true"]) { UseShellExecute = false, RedirectStandardError = true })!;
        string said = test.StandardError.ReadToEnd();
        test.WaitForExit();
        return test.ExitCode == 0 ? null : $"this machine allows no private network ({said.Trim()}).";
    }

    /// <summary>Runs a command in a network of its own, with this process's input and output.</summary>
    /// <returns>Its exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> command, int nodes, CancellationToken ct)
    {
        using Process inside = Process.Start(Unshare, ["--net", "--mount", "sh", "-c", Script, "sh", Addresses.Subnet, $"{nodes}", .. command]);
        await using CancellationTokenRegistration onCancel = ct.Register(() => ProcessTable.Find(inside.Id)?.Identity.Signal(ProcessSignal.Terminate));
        await inside.WaitForExitAsync(CancellationToken.None);
        return inside.ExitCode;
    }

    /// <summary>The file by which a process enters a node's namespace.</summary>
    internal static string NamespaceOf(string node) => Path.Combine(Namespaces, node);

    /// <summary>Pulls a node's cable, or plugs it in.</summary>
    internal static void Connect(string node, bool isConnected)
    {
        if (!IsInside)
            throw new ClusterException($"{node} can't be cut off: the machine's own network is left alone. ./tracker drill failover --fault cut-primary makes one for itself.");
        using Process ip = Process.Start(new ProcessStartInfo("ip", ["link", "set", "dev", node, isConnected ? "up" : "down"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        string said = ip.StandardError.ReadToEnd();
        ip.WaitForExit();
        if (ip.ExitCode != 0)
            throw new ClusterException($"The cable of {node} could not be switched: {said.Trim()}");
    }
}
