using System.Collections.Concurrent;
using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Health;

namespace EFCore.ReadWriteSplitting.Monitoring;

/// <summary>
/// The monitor's own connections, so that probes work while all others are in use: one to each node. Behind a proxy, which chooses the
/// node of a new connection, a replica without one is dialled now and then until the proxy leads there.
/// </summary>
internal sealed class ProbeConnections : IAsyncDisposable
{
    private const int MaxReplicas = 100;
    private const string AnyReplica = "";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);
    // The primary may report replicas to which the proxy never leads.
    private const int RarestSeconds = 60;
    private const int RareSeconds = 8;
    private static readonly CallSite Self = new(nameof(ClusterMonitor), nameof(ClusterMonitor), 0);

    private readonly bool _isListed;
    private readonly ConnectionPool _primary;
    private readonly ConnectionPool _replicas;
    private readonly ConnectionPool _reads;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, DialBackoff> _dials = new(StringComparer.Ordinal);

    /// <param name="options">How to reach the nodes.</param>
    /// <param name="nodes">The nodes.</param>
    /// <param name="reads">The pool of the reads, whose idle connections serve too.</param>
    /// <param name="time">The clock.</param>
    public ProbeConnections(DatabaseOptions options, NodeTable nodes, ConnectionPool reads, TimeProvider time)
    {
        _isListed = options.Hosts.Count > 0;
        // A node must stay within reach: behind a proxy, a connection that was closed for its age could not be opened at will.
        options = options with { ConnectionLifetime = Lifetime };
        // Of the primary's pool: one connection to the primary, or one per listed node.
        _primary = new ConnectionPool(PoolKind.PrimaryRead, options with { WritePoolSize = options.Hosts.Count + 1 }, nodes, time);
        _replicas = new ConnectionPool(PoolKind.Read, options with { WritePoolSize = MaxReplicas / 2 }, nodes, time);
        (_reads, _time) = (reads, time);
    }

    /// <summary>Rents a connection to the primary behind a proxy.</summary>
    public async Task<PooledConnection> RentPrimaryAsync(CancellationToken cancellationToken) => (await _primary.RentAsync(default, Self, cancellationToken))!;

    /// <summary>Rents a connection to the node; null if the proxy does not lead there.</summary>
    public async Task<PooledConnection?> TryRentAsync(Node node, CancellationToken cancellationToken)
    {
        if (_isListed)
        {
            return await _primary.TryRentAsync(node, Self, cancellationToken);
        }

        PooledConnection? connection = await _replicas.TryRentAsync(node, Self, cancellationToken) ?? await _reads.TryRentAsync(node, Self, cancellationToken);
        if (connection is not null)
        {
            _dials.TryRemove(node.Address, out _);
            return connection;
        }

        connection = await DialAsync(node.Address, cancellationToken);
        if (connection is null || connection.Node == node)
        {
            return connection;
        }

        await connection.DisposeAsync();
        return null;
    }

    /// <summary>Connects to some replica behind a proxy, so that a replica that only the primary knows may be met.</summary>
    public async Task MeetAsync(CancellationToken cancellationToken)
    {
        if (await DialAsync(AnyReplica, cancellationToken) is { } connection)
        {
            await connection.DisposeAsync();
        }
    }

    /// <summary>Closes idle connections that are broken or expired.</summary>
    public async Task PruneAsync()
    {
        await _primary.PruneAsync();
        await _replicas.PruneAsync();
    }

    /// <summary>Closes the connections to a node that is offline.</summary>
    public async Task PurgeAsync(Node node)
    {
        await _primary.PurgeAsync(node);
        await _replicas.PurgeAsync(node);
    }

    public async ValueTask DisposeAsync()
    {
        await _primary.DisposeAsync();
        await _replicas.DisposeAsync();
    }

    private async Task<PooledConnection?> DialAsync(string target, CancellationToken cancellationToken)
    {
        DialBackoff backoff = _dials.GetOrAdd(target, static name => new DialBackoff(name == AnyReplica ? RarestSeconds : RareSeconds));
        if (!backoff.TryStart(_time.GetTimestamp(), _time.TimestampFrequency))
        {
            return null;
        }

        PooledConnection? connection = await _replicas.TryRentAsync(null, Self, cancellationToken);
        if (connection is not null && connection.Node.Address != target && _replicas.CountOf(connection.Node) > 1)
        {
            // One to each node is enough.
            connection.Discard();
        }

        return connection;
    }
}
