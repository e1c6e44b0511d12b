using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>The lease of a connection; it and its place in the pool go back together, once.</summary>
internal sealed class PooledConnection(ConnectionPool pool, PhysicalConnection physical) : IAsyncDisposable
{
    private bool _returned;

    public NpgsqlConnection Connection => physical.Connection;

    public Node Node => physical.Node;

    public ClusterIdentity Cluster => physical.Cluster;

    /// <summary>The place of a read that is on the primary for want of a replica; given back with the connection.</summary>
    public IDisposable? Place { get; set; }

    public PoolKind Kind => pool.Kind;

    /// <summary>Has it closed rather than lent again: a transaction may be open on it.</summary>
    public void Discard() => physical.MustGo = true;

    public ValueTask DisposeAsync()
    {
        if (_returned)
        {
            return ValueTask.CompletedTask;
        }

        _returned = true;
        Place?.Dispose();
        return pool.ReturnAsync(physical);
    }
}
