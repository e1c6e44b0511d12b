using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Cluster.Nodes;
using Tracker.Tests;
using NodeRole = EFCore.ReadWriteSplitting.Health.NodeRole;

namespace EFCore.ReadWriteSplitting.Tests.Scopes;

/// <summary>Reads that a replica ends because they stand in the way of its replay.</summary>
[Collection(OnCluster.Name)]
public sealed class RecoveryConflictTests(ClusterFixture fixture) : IClassFixture<NoLeaks<RecoveryConflictTests>>
{
    private const string Sleep = "SELECT pg_sleep(60), (SELECT count(*) FROM in_the_way)";

    [Theory]
    [InlineData(1, NodeRole.Replica, RouteReason.Replica)]
    [InlineData(2, NodeRole.Primary, RouteReason.RecoveryConflicts)]
    public async Task Read_cancelled_by_recovery_is_retried_on_another_replica_and_then_on_the_primary(int conflicts, NodeRole role, RouteReason reason)
    {
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        ClusterNode[] replicas = [.. fixture.Cluster.Nodes.Where(node => node != primary)];
        await using Database database = fixture.Open(nameof(RecoveryConflictTests));
        await ClusterFixture.ScalarAsync(primary, "CREATE TABLE IF NOT EXISTS in_the_way (); GRANT SELECT ON in_the_way TO PUBLIC");
        await SetDelayAsync(replicas, "ALTER SYSTEM SET max_standby_streaming_delay = 0");
        try
        {
            await KnowBothAsync(database);
            int attempts = 0;
            Task<RouteDecision> reading = database.ReadAsync(
                ReadConsistency.Eventual,
                async (read, token) =>
                {
                    if (attempts++ < conflicts)
                    {
                        await using ReadCommand sleep = read.Command(Sleep);
                        await sleep.ExecuteScalarAsync(token);
                    }

                    await read.OpenAsync(token);
                    return read.Route;
                },
                CancellationToken.None);

            HashSet<string> ended = [];
            for (int i = 0; i < conflicts; i++)
            {
                ClusterNode sleeping = await SleepingAsync(replicas);
                Assert.True(ended.Add(sleeping.Address));
                // Its lock must be taken at once where the query holds another.
                await ClusterFixture.ScalarAsync(primary, "TRUNCATE in_the_way");
            }

            RouteDecision route = await reading.WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal((role, reason), (route.Role, route.Reason));
            Assert.DoesNotContain(route.Node.Split(':')[0], ended);
        }
        finally
        {
            await SetDelayAsync(replicas, "ALTER SYSTEM RESET max_standby_streaming_delay");
        }
    }

    private static async Task SetDelayAsync(IEnumerable<ClusterNode> replicas, string sql)
    {
        foreach (ClusterNode replica in replicas)
        {
            await ClusterFixture.ScalarAsync(replica, sql);
            await ClusterFixture.ScalarAsync(replica, "SELECT pg_reload_conf()");
        }
    }

    private static async Task KnowBothAsync(Database database)
    {
        HashSet<string> nodes = [];
        await Eventually.TrueAsync(
            async () =>
            {
                ReadScope[] opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => database.ReadAsync(ReadConsistency.Eventual, CancellationToken.None)));
                foreach (ReadScope scope in opened)
                {
                    nodes.Add(scope.Route.Node);
                    await scope.DisposeAsync();
                }

                return nodes.Count == 2;
            },
            "both replicas have served");
    }

    private static async Task<ClusterNode> SleepingAsync(ClusterNode[] replicas)
    {
        ClusterNode? found = null;
        await Eventually.TrueAsync(
            async () =>
            {
                foreach (ClusterNode replica in replicas)
                {
                    if (await ClusterFixture.ScalarAsync(replica, $"SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%{Sleep}%' AND wait_event = 'PgSleep'") is 1L)
                    {
                        found = replica;
                    }
                }

                return found is not null;
            },
            "the query runs on a replica");
        return found!;
    }
}
