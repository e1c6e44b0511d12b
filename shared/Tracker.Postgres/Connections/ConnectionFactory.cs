using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Health;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>
/// Opens physical connections of one kind. Through a proxy it learns from each which node it leads to; with a list of nodes there
/// is a data source a node, and the caller says which. Npgsql's own pooling is off: it empties a whole pool when one connection
/// breaks, those to healthy nodes too.
/// </summary>
internal sealed class ConnectionFactory : IAsyncDisposable
{
    private const double LifetimeJitter = 0.3;

    private readonly PoolKind _kind;
    private readonly DatabaseOptions _options;
    private readonly NodeTable _nodes;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, NpgsqlDataSource> _sources;

    public ConnectionFactory(PoolKind kind, DatabaseOptions options, NodeTable nodes, TimeProvider time)
    {
        (_kind, _options, _nodes, _time) = (kind, options, nodes, time);
        _sources = Endpoint.Of(kind, options).ToDictionary(
            endpoint => endpoint.ToString(),
            // Named, so that metrics don't carry the connection string.
            endpoint => new NpgsqlDataSourceBuilder(endpoint.ConnectionString(kind, options)) { Name = $"{kind} {endpoint}" }.Build(),
            StringComparer.Ordinal);
    }

    /// <param name="node">Which node, where there is a list of them; through a proxy null.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="InvalidSettingException">The server refuses the user, the password or the database.</exception>
    public async Task<PhysicalConnection> OpenAsync(Node? node, CancellationToken cancellationToken)
    {
        NpgsqlDataSource source = node is null ? _sources.Values.First() : _sources[node.Address];
        NpgsqlConnection? connection = null;
        try
        {
            connection = await source.OpenConnectionAsync(cancellationToken);
            NodeIdentity identity = await NodeIdentity.AskAsync(connection, _options.ConnectTimeout, cancellationToken);
            Node met = node ?? _nodes.At(identity.Address);
            met.Refusal = null;
            met.Name = identity.ReplicaName ?? met.Name;
            met.Observe(identity.StateOf(met.Address), _time.GetTimestamp());
            return new PhysicalConnection(connection, met, identity.Cluster, _time.GetTimestamp() + Lifetime());
        }
        catch (Exception error)
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }

            InvalidSettingException? refusal = error is PostgresException refused && RefusedLogin.Is(refused)
                ? RefusedLogin.Setting(refused, _kind, _options)
                : error as InvalidSettingException;
            if (refusal is null)
            {
                throw;
            }

            // Of a listed node the monitor is told, long before a scope asks.
            node?.Refusal = refusal;
            throw refusal;
        }
    }

    // Each a little different, so that they don't all go, and come, at once.
    private long Lifetime() =>
        (long)(_options.ConnectionLifetime.TotalSeconds * (1 - (LifetimeJitter * Random.Shared.NextDouble())) * _time.TimestampFrequency);

    public async ValueTask DisposeAsync()
    {
        foreach (NpgsqlDataSource source in _sources.Values)
        {
            await source.DisposeAsync();
        }
    }
}
