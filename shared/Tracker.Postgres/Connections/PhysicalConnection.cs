using System.Data;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>An open connection, its node (identified when it was opened), and its state in the pool.</summary>
internal sealed class PhysicalConnection(NpgsqlConnection connection, Node node, ClusterIdentity cluster, long expiresAt)
{
    // The proxy chose the server by its role. After a role change the proxy would not choose it again.
    private readonly NodeRole? _role = node.Role;

    public NpgsqlConnection Connection { get; } = connection;

    public Node Node { get; } = node;

    /// <summary>The cluster of the server.</summary>
    public ClusterIdentity Cluster { get; } = cluster;

    /// <summary>The timestamp at which the connection expires.</summary>
    public long ExpiresAt { get; } = expiresAt;

    /// <summary>
    /// The generation of the node's connections when it was opened. If a purge has incremented it since, the connection is closed.
    /// </summary>
    public int Generation { get; set; }

    /// <summary>The call site that rents it.</summary>
    public CallSite CallSite { get; set; }

    public long RentedAt { get; set; }

    /// <summary>Whether the connection was already reported as held too long.</summary>
    public bool IsReported { get; set; }

    /// <summary>Whether the connection must be closed instead of reused, because a transaction may be open on it.</summary>
    public bool IsDiscarded { get; set; }

    /// <summary>Whether the connection can be reused: it is open, has no open reader, and its node has the same role as before.</summary>
    public bool IsReady => !IsDiscarded && Connection.FullState == ConnectionState.Open && Node.Role == _role;

    /// <summary>Whether the connection broke for a reason that does not concern other connections to the node.</summary>
    public bool IsBrokenAlone { get; set; }

    /// <summary>Whether the connection is broken.</summary>
    public bool IsBroken => Connection.State != ConnectionState.Open;
}
