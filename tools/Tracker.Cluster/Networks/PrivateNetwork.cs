using System.Diagnostics;
using Tracker.Cluster.Primitives;
using Tracker.Cluster.Processes;

namespace Tracker.Cluster.Networks;

/// <summary>
/// A private network for one command and its children: a bridge, and a network namespace for each node that is connected to
/// it by a veth pair, which can be disconnected. On the loopback interface all connections come from 127.0.0.1, so no firewall
/// rule can select those of one node. The network disappears when the command exits.
/// </summary>
public static class PrivateNetwork
{
    private const string Unshare = "/usr/bin/unshare";
    private const string Namespaces = "/run/netns";

    /// <summary>Contains the name of the prepared network namespace; on a tmpfs that only the command sees.</summary>
    private const string Marker = Namespaces + "/tracker-cluster";

    /// <summary>$1 is the subnet, $2 the number of nodes, and the rest the command.</summary>
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

    /// <summary>The first three numbers of its addresses. Any will do, since nothing else is in the network.</summary>
    public const string Subnet = "10.99.0";

    /// <summary>Whether this process runs in a private network.</summary>
    public static bool IsInside => File.Exists(Marker) && File.ReadAllText(Marker).Trim() == new FileInfo("/proc/self/ns/net").LinkTarget;

    /// <summary>Why a private network can't be created here; null if it can.</summary>
    public static string? Obstacle()
    {
        if (!Environment.IsPrivilegedProcess)
            return "a private network requires root. Run the command with sudo.";
        if (!File.Exists(Unshare))
            return "unshare is missing: apt-get install util-linux";
        using Process test = Process.Start(
            new ProcessStartInfo(Unshare, ["--net", "--mount", "true"]) { UseShellExecute = false, RedirectStandardError = true })!;
        string said = test.StandardError.ReadToEnd();
        test.WaitForExit();
        return test.ExitCode == 0 ? null : $"this machine does not allow a private network ({said.Trim()}).";
    }

    /// <summary>Runs a command in a private network with this process's standard streams.</summary>
    /// <returns>The command's exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> command, int nodes, CancellationToken ct)
    {
        using Process inside = Process.Start(Unshare, ["--net", "--mount", "sh", "-c", Script, "sh", Subnet, $"{nodes}", .. command]);
        await using CancellationTokenRegistration onCancel = ct.Register(
            () => ProcessTable.Find(inside.Id)?.Identity.Signal(ProcessSignal.Terminate));
        await inside.WaitForExitAsync(CancellationToken.None);
        return inside.ExitCode;
    }

    /// <summary>The file of a node's network namespace.</summary>
    internal static string NamespaceOf(string node) => Path.Combine(Namespaces, node);

    /// <summary>Connects or disconnects a node.</summary>
    internal static void Connect(string node, bool isConnected)
    {
        if (!IsInside)
            throw new ClusterException(
                $"{node} can't be disconnected outside a private network. ./tracker drill failover --fault cut-primary creates one.");
        using Process ip = Process.Start(new ProcessStartInfo("ip", ["link", "set", "dev", node, isConnected ? "up" : "down"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        string said = ip.StandardError.ReadToEnd();
        ip.WaitForExit();
        if (ip.ExitCode != 0)
            throw new ClusterException($"The network link of {node} could not be changed: {said.Trim()}");
    }
}
