using Npgsql;
using Tracker.Cluster.Nodes;
using Tracker.Cluster.Primitives;
using Tracker.Tests.Framework;

namespace Tracker.Cluster.Tests;

/// <summary>One cluster of three nodes for all tests of the collection, each of which waits until it is healthy.</summary>
public sealed class ClusterFixture : IServerFixture
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private TemporaryCluster? _temporary;

    public LocalCluster Cluster => _temporary!.Cluster;

    public async Task InitializeAsync() => _temporary = await TemporaryCluster.StartAsync();

    public async Task DisposeAsync()
    {
        if (_temporary is not null)
            await _temporary.DisposeAsync();
    }

    public async Task<LocalCluster> HealthyAsync()
    {
        await Cluster.WaitForHealthyAsync(2, Deadline);
        return Cluster;
    }

    public async Task<NodeView> PrimaryAndReplicasAsync()
    {
        await HealthyAsync();
        ClusterNode primary = await Cluster.WaitForPrimaryAsync(Deadline);
        return new NodeView(primary, [.. Cluster.Nodes.Where(node => node != primary)]);
    }

    /// <summary>The address of the server at the other end, and whether it is a replica.</summary>
    internal static async Task<(string Address, bool IsReplica)> AskAsync(string connectionString)
    {
        await using NpgsqlConnection connection = new(connectionString);
        await connection.OpenAsync();
        return await AskAsync(connection);
    }

    internal static async Task<(string Address, bool IsReplica)> AskAsync(NpgsqlConnection connection)
    {
        await using NpgsqlCommand command = new("SELECT host(inet_server_addr()), pg_is_in_recovery()", connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetString(0), reader.GetBoolean(1));
    }

    internal static async Task<T> ScalarAsync<T>(string connectionString, string sql)
    {
        await using NpgsqlConnection connection = new(connectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    internal static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using NpgsqlConnection connection = new(connectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Asks until the answer is yes; an error of the server counts as no.</summary>
    internal static Task UntilAsync(string what, Func<Task<bool>> question)
    {
        return Condition.WaitAsync(what, Deadline, async _ =>
        {
            try
            {
                return await question() ? null : "not yet";
            }
            catch (NpgsqlException refused)
            {
                return refused.Message;
            }
        }, CancellationToken.None);
    }
}

public sealed record NodeView(ClusterNode Primary, IReadOnlyList<ClusterNode> Replicas);

[CollectionDefinition("cluster")]
public sealed class ClusterCollection : ICollectionFixture<ClusterFixture>;
