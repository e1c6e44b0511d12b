using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cluster.Nodes;
using NodeRole = EFCore.ReadWriteSplitting.Health.NodeRole;

namespace EFCore.ReadWriteSplitting.Tests.Scopes;

/// <summary>Reads return to a replica soon after one is up or healthy again, although idle connections lead elsewhere.</summary>
[Collection(OnCluster.Name)]
public sealed class ReplicaReturnTests(ClusterFixture fixture) : IClassFixture<NoLeaks<ReplicaReturnTests>>
{
    // No connection expires by its age.
    private static DatabaseOptions Lasting(DatabaseOptions options) => options with { ConnectionLifetime = TimeSpan.FromHours(1), KeepAlive = TimeSpan.FromMinutes(10) };

    [Fact]
    public async Task Reads_leave_the_primary_once_a_replica_is_back()
    {
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
        await using Database database = fixture.Open(nameof(ReplicaReturnTests), Lasting);
        await ReadAsync(database);
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        ClusterNode[] replicas = [.. fixture.Cluster.Nodes.Where(node => node != primary)];
        foreach (ClusterNode replica in replicas)
        {
            replica.HoldDown();
        }

        try
        {
            // The read port leads to the primary: a connection to it is idle in the pool of the reads.
            await Eventually.TrueAsync(async () => await ReadAsync(database) == NodeRole.Primary, "reads fall back to the primary");
        }
        finally
        {
            foreach (ClusterNode replica in replicas)
            {
                replica.Release();
            }
        }

        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
        await Eventually.TrueAsync(async () => await ReadAsync(database) == NodeRole.Replica, "reads go to a replica", seconds: 5);
    }

    [Fact]
    public async Task Reads_leave_a_lagging_replica_although_only_it_has_idle_connections()
    {
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
        await using Database database = fixture.Open(nameof(ReplicaReturnTests), Lasting);
        await using Replay replay = await Replay.PauseAsync(fixture, replicas: 1);
        ClusterNode late = fixture.Cluster.Nodes.First(node => replay.IsPaused(node));
        await Eventually.TrueAsync(
            async () =>
            {
                await database.WriteAsync(Brands.Insert(Guid.NewGuid().ToString()), CancellationToken.None);
                await NodesOfAsync(database, reads: 8);
                return database.Statistics().Replicas.Count(replica => replica.Health == NodeHealth.Healthy) == 1
                    && database.Statistics().Replicas.Single(replica => replica.Name == late.Name).Health == NodeHealth.Lagging;
            },
            "one replica lags");

        await Eventually.TrueAsync(
            async () => (await NodesOfAsync(database, reads: 8)).All(node => !node.StartsWith(late.Address + ":", StringComparison.Ordinal)),
            "eight reads at once are all on the other replica");
    }

    private static async Task<string[]> NodesOfAsync(Database database, int reads)
    {
        ReadScope[] open = await Task.WhenAll(Enumerable.Range(0, reads).Select(_ => database.ReadAsync(ReadConsistency.Eventual, CancellationToken.None)));
        string[] nodes = [.. open.Select(read => read.Route.Node)];
        await Task.WhenAll(open.Select(read => read.DisposeAsync().AsTask()));
        return nodes;
    }

    private static async Task<NodeRole> ReadAsync(Database database)
    {
        await using ReadScope read = await database.ReadAsync(ReadConsistency.Eventual, CancellationToken.None);
        return read.Route.Role;
    }
}
