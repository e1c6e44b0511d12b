using System.Data;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>An open connection, the node at its other end (learned once, when it was opened), and what becomes of it.</summary>
internal sealed class PhysicalConnection(NpgsqlConnection connection, Node node, ClusterIdentity cluster, long expiresAt)
{
    // A proxy led here for it. One that took another role since is where the proxy would lead nobody.
    private readonly NodeRole? _role = node.Role;

    public NpgsqlConnection Connection { get; } = connection;

    public Node Node { get; } = node;

    /// <summary>The cluster it leads to.</summary>
    public ClusterIdentity Cluster { get; } = cluster;

    /// <summary>The clock's reading after which it is not used again: through a proxy connections never move back by themselves.</summary>
    public long ExpiresAt { get; } = expiresAt;

    /// <summary>Its node's purge count when it was opened; an older one than the node's now says that it must go.</summary>
    public int Generation { get; set; }

    /// <summary>Who has it, and since when.</summary>
    public CallSite CallSite { get; set; }

    public long RentedAt { get; set; }

    /// <summary>Whether the watch has named its holder already.</summary>
    public bool IsReported { get; set; }

    /// <summary>Whether it may not be lent again though it is open: a transaction may be open on it.</summary>
    public bool MustGo { get; set; }

    /// <summary>Whether it can be lent again: open, with no reader left open on it, to a node that is what it was.</summary>
    public bool IsReady => !MustGo && Connection.FullState == ConnectionState.Open && Node.Role == _role;

    /// <summary>Whether the connection is gone: its server, its pooler or the proxy is too, perhaps.</summary>
    public bool IsBroken => Connection.State != ConnectionState.Open;
}
