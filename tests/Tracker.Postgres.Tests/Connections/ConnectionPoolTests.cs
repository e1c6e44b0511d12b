using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cluster.Nodes;
using Tracker.Data.Model;
using Tracker.Tests;

namespace EFCore.ReadWriteSplitting.Tests.Connections;

[Collection(OnCluster.Name)]
public sealed class ConnectionPoolTests(ClusterFixture fixture) : IClassFixture<NoLeaks<ConnectionPoolTests>>
{
    [Theory]
    [InlineData(NodeComponent.PgBouncer)]
    [InlineData(NodeComponent.Node)]
    public async Task Losing_a_replica_fails_no_read_and_closes_no_connection_to_the_other(NodeComponent part)
    {
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
        await using Database database = fixture.Open(nameof(ConnectionPoolTests), options => options with { ConnectionLifetime = TimeSpan.FromHours(1) });
        (ClusterNode lost, ClusterNode kept) = await ReplicasAsync();
        await OpenManyAsync(database);
        HashSet<PgBouncerClient> before = await ClientsAsync(kept);
        Assert.NotEmpty(before);

        using var stop = new CancellationTokenSource();
        Task<int>[] readers = [.. Enumerable.Range(0, 8).Select(_ => ReadUntilAsync(database, stop.Token))];
        lost.Kill(part);
        try
        {
            // Seen by the pool: nothing leads there any more.
            await Eventually.TrueAsync(() => Task.FromResult(Of(database, lost) is null or { Busy: 0, Idle: 0 }), "no connection to the lost replica is left");
            await stop.CancelAsync();
            int[] reads = await Task.WhenAll(readers);
            Assert.All(reads, count => Assert.True(count > 0));
            Assert.Subset(await ClientsAsync(kept), before);
        }
        finally
        {
            await stop.CancelAsync();
            await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(180));
        }
    }

    private async Task<(ClusterNode Lost, ClusterNode Kept)> ReplicasAsync()
    {
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        ClusterNode[] replicas = [.. fixture.Cluster.Nodes.Where(node => node != primary)];
        return (replicas[0], replicas[1]);
    }

    private static NodePoolStatistics? Of(Database database, ClusterNode node) =>
        database.Pool(PoolKind.Read).Nodes.FirstOrDefault(one => one.Node.StartsWith(node.Address + ":", StringComparison.Ordinal));

    private static async Task OpenManyAsync(Database database)
    {
        ReadScope[] scopes = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => database.ReadAsync(ReadConsistency.Eventual, CancellationToken.None)));
        foreach (ReadScope scope in scopes)
        {
            await scope.DisposeAsync();
        }
    }

    private static async Task<int> ReadUntilAsync(Database database, CancellationToken stop)
    {
        int reads = 0;
        while (!stop.IsCancellationRequested)
        {
            await database.ReadAsync(ReadConsistency.Eventual, Brands.Has("any"), CancellationToken.None);
            reads++;
        }

        return reads;
    }

    private static async Task<HashSet<PgBouncerClient>> ClientsAsync(ClusterNode node) =>
        [.. (await node.PgBouncerClientsAsync()).Where(client => client.User == "tracker_read")];
}
