using System.Net;
using System.Net.Sockets;
using Tracker.Cluster.Primitives;

namespace Tracker.Cluster.Configuration;

/// <summary>The loopback addresses of a cluster: .10 for HAProxy and etcd, from .11 for the nodes.</summary>
/// <param name="Subnet">The first three numbers: "127.0.0".</param>
public sealed record ClusterAddresses(string Subnet)
{
    private const string LeaseDirectory = "/tmp/tracker-services-addresses";

    /// <summary>A lease lasts as long as the process, which keeps the lock file open.</summary>
    private static readonly List<FileStream> Leases = [];

    /// <summary>127.0.0.10 and up: the cluster of <c>./tracker up</c>.</summary>
    public static ClusterAddresses Default { get; } = new("127.0.0");

    public string Proxy => $"{Subnet}.10";

    public string Etcd => $"{Subnet}.10";

    /// <summary>The network that clients and nodes connect from; on the loopback usually 127.0.0.1.</summary>
    public string Network => Subnet.StartsWith("127.", StringComparison.Ordinal) ? "127.0.0.0/8" : $"{Subnet}.0/24";

    /// <summary>The address of a node.</summary>
    /// <param name="number">The node's number, starting at 1.</param>
    public string Node(int number) => $"{Subnet}.{10 + number}";

    /// <summary>Leases addresses that no other cluster on this machine uses, until this process ends.</summary>
    public static ClusterAddresses Free(ClusterPorts? ports = null)
    {
        OpenLeaseDirectory();
        foreach (string subnet in Candidates(Random.Shared))
        {
            if (Lease(subnet) is not { } lease)
                continue;
            ClusterAddresses addresses = new(subnet);
            if (IsFree(addresses, ports ?? new ClusterPorts()))
            {
                lock (Leases)
                    Leases.Add(lease);
                return addresses;
            }

            lease.Dispose();
        }

        throw new ClusterException(
            $"Every loopback subnet is taken. Stop clusters that are no longer needed; their locks are in {LeaseDirectory}.");
    }

    /// <summary>127.1.0 to 127.254.255 in random order; 127.0 is reserved for <c>./tracker up</c>.</summary>
    internal static IEnumerable<string> Candidates(Random random)
    {
        const int first = 256;
        const int count = 254 * 256;
        int start = random.Next(count);
        for (int i = 0; i < count; i++)
        {
            int subnet = first + ((start + i) % count);
            yield return $"127.{subnet / 256}.{subnet % 256}";
        }
    }

    private static void OpenLeaseDirectory()
    {
        const UnixFileMode everyone = (UnixFileMode)0b111_111_111 | UnixFileMode.StickyBit;
        if (Directory.Exists(LeaseDirectory))
            return;
        Directory.CreateDirectory(LeaseDirectory);
        File.SetUnixFileMode(LeaseDirectory, everyone); // overrides the umask: users share the addresses
    }

    private static FileStream? Lease(string subnet)
    {
        try
        {
            return new FileStream(Path.Combine(LeaseDirectory, subnet), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception taken) when (taken is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A daemon's cluster outlives its lease, so check for listeners too.</summary>
    private static bool IsFree(ClusterAddresses addresses, ClusterPorts ports)
    {
        return !IsListening(addresses.Proxy, ports.Write) && !IsListening(addresses.Etcd, ports.Etcd)
            && !IsListening(addresses.Node(1), ports.Patroni);
    }

    internal static bool IsListening(string address, int port)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Parse(address), port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
