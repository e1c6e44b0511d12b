using Npgsql;
using Tracker.Cluster.Configuration;

namespace Tracker.Cluster.Tests;

/// <summary>One cluster of three nodes for all tests of the collection, each of which leaves it healthy.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public LocalCluster Cluster { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Cluster = await LocalCluster.StartAsync(new ClusterOptions
        {
            StateDirectory = Directory.CreateTempSubdirectory("tracker-cluster-").FullName,
            Addresses = ClusterAddresses.Free(),
        });
    }

    public Task DisposeAsync() => Cluster.WipeAsync();

    public Task HealthyAsync() => Cluster.WaitForHealthyAsync(2, Deadline);

    /// <summary>The address of the server at the other end, and whether it is a replica.</summary>
    internal static async Task<(string Address, bool IsReplica)> AskAsync(string connectionString)
    {
        await using NpgsqlConnection connection = new(connectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand command = new("SELECT host(inet_server_addr()), pg_is_in_recovery()", connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetString(0), reader.GetBoolean(1));
    }
}

[CollectionDefinition("cluster")]
public sealed class ClusterCollection : ICollectionFixture<ClusterFixture>;
