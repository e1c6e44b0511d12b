using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>A rented connection. Disposing of it returns the connection and its slot to the pool.</summary>
internal sealed class PooledConnection(ConnectionPool pool, PhysicalConnection physical) : IAsyncDisposable
{
    private bool _returned;

    public NpgsqlConnection Connection => physical.Connection;

    public Node Node => physical.Node;

    public ClusterIdentity Cluster => physical.Cluster;

    /// <summary>
    /// The fallback slot of a read that runs on the primary because no replica can serve it; released with the connection.
    /// </summary>
    public IDisposable? FallbackSlot { get; set; }

    public PoolKind Kind => pool.Kind;

    public DatabaseOptions Options => pool.Options;

    public bool IsOpen => !physical.IsBroken;

    /// <summary>Whether any connection has heard of the node within the time.</summary>
    public bool WasNodeSeenWithin(TimeSpan time) => pool.WasSeenWithin(physical.Node, time);

    /// <summary>If the connection is broken, it is for a reason of its own: the others to the same node are kept.</summary>
    public void KeepOthers() => physical.IsBrokenAlone = physical.IsBroken;

    /// <summary>Closes the connection instead of reusing it, because a transaction may be open on it.</summary>
    public void Discard() => physical.IsDiscarded = true;

    public ValueTask DisposeAsync()
    {
        if (_returned)
        {
            return ValueTask.CompletedTask;
        }

        _returned = true;
        FallbackSlot?.Dispose();
        return pool.ReturnAsync(physical);
    }
}
