using System.Collections.Concurrent;
using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Health;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>
/// Opens the physical connections of one pool. Behind a proxy, each new connection identifies its node. With a list of nodes there is
/// one data source per node, and the caller chooses the node. Npgsql's pooling is off: it clears the whole pool when one connection
/// breaks, including connections to healthy nodes.
/// </summary>
internal sealed class ConnectionFactory : IAsyncDisposable
{
    private const double LifetimeJitter = 0.3;
    private static readonly TimeSpan StandInLifetime = TimeSpan.FromSeconds(1);

    // Longer than PgBouncer waits between its logins (server_login_retry, 15 s by default).
    private static readonly TimeSpan RefusalLifetime = TimeSpan.FromSeconds(20);

    private readonly PoolKind _kind;
    private readonly DatabaseOptions _options;
    private readonly NodeTable _nodes;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, NpgsqlDataSource> _sources;
    // By address, or "" behind a proxy.
    private readonly ConcurrentDictionary<string, Refused> _refused = new(StringComparer.Ordinal);

    public ConnectionFactory(PoolKind kind, DatabaseOptions options, NodeTable nodes, TimeProvider time)
    {
        (_kind, _options, _nodes, _time) = (kind, options, nodes, time);
        _sources = Endpoint.Of(kind, options).ToDictionary(
            endpoint => endpoint.ToString(), endpoint => endpoint.CreateDataSourceBuilder(kind, options).Build(), StringComparer.Ordinal);
    }

    /// <param name="node">The node, if nodes are listed; null behind a proxy.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="InvalidSettingException">
    /// The server rejects the user, the password or the database, or TLS is not as the settings require.
    /// </exception>
    public async Task<PhysicalConnection> OpenAsync(Node? node, CancellationToken cancellationToken)
    {
        NpgsqlDataSource source = node is null ? _sources.Values.First() : _sources[node.Address];
        NpgsqlConnection? connection = null;
        try
        {
            connection = await source.OpenConnectionAsync(cancellationToken);
            NodeIdentity identity = await NodeIdentity.AskAsync(connection, _options.ConnectTimeout, cancellationToken);
            if (!identity.SeesReplication)
            {
                throw RefusedLogin.MissingRole(_kind, _options);
            }

            Node target = node ?? _nodes.At(identity.Address);
            target.Refusal = null;
            _refused.TryRemove(KeyOf(node), out _);
            target.Name = identity.ReplicaName ?? target.Name;
            target.Observe(identity.StateOf(target.Address), _time.GetTimestamp());
            return new PhysicalConnection(connection, target, identity.Cluster, _time.GetTimestamp() + Lifetime(target));
        }
        catch (TimeoutException late) when (connection is null)
        {
            // Of the first connections of a data source, all but one wait for its type mappings, and this time-out is not wrapped.
            throw new NpgsqlException("Opening a connection timed out", late);
        }
        catch (Exception error)
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }

            // pg_hba.conf refuses TLS and logins with the same SQLSTATE; only the text tells which.
            InvalidSettingException? refusal = error as InvalidSettingException ?? RefusedTls.Setting(error, _options) ?? RefusalOfLogin(error, node);
            if (refusal is null)
            {
                throw;
            }

            // The monitor opens connections too, so a scope finds the refusal of a listed node here without connecting.
            node?.Refusal = refusal;
            throw refusal;
        }
    }

    private static string KeyOf(Node? node) => node?.Address ?? "";

    private InvalidSettingException? RefusalOfLogin(Exception error, Node? node)
    {
        if (error is PostgresException refused && RefusedLogin.Is(refused))
        {
            InvalidSettingException refusal = RefusedLogin.Setting(refused, _kind, _options);
            _refused[KeyOf(node)] = new Refused(refusal, _time.GetTimestamp());
            return refusal;
        }

        return error is PostgresException repeated && RefusedLogin.IsRepeated(repeated)
            && _refused.TryGetValue(KeyOf(node), out Refused? latest) && _time.GetElapsedTime(latest.At) < RefusalLifetime
            ? latest.Error
            : null;
    }

    // Jitter spreads the reconnects: connections that were opened together do not expire together.
    private long Lifetime(Node node)
    {
        TimeSpan longest = IsStandIn(node) ? StandInLifetime : _options.ConnectionLifetime;
        return (long)(longest.TotalSeconds * (1 - (LifetimeJitter * Random.Shared.NextDouble())) * _time.TimestampFrequency);
    }

    // While no replica is up, a proxy leads the read port to the primary. Once one is up, such a connection would still be lent.
    private bool IsStandIn(Node node) => _kind == PoolKind.Read && _options.Hosts.Count == 0 && node.Role == NodeRole.Primary && _nodes.HasReplicas;

    public async ValueTask DisposeAsync()
    {
        foreach (NpgsqlDataSource source in _sources.Values)
        {
            await source.DisposeAsync();
        }
    }

    private sealed record Refused(InvalidSettingException Error, long At);
}
