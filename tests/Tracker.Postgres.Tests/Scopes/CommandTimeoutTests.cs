using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Cluster.Nodes;

namespace EFCore.ReadWriteSplitting.Tests.Scopes;

/// <summary>A command that is too slow is not an outage.</summary>
[Collection(OnCluster.Name)]
public sealed class CommandTimeoutTests(ClusterFixture fixture) : IClassFixture<NoLeaks<CommandTimeoutTests>>
{
    private const string Slow = "SELECT pg_sleep(20)";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Slow_query_runs_once_and_its_error_names_the_limit_and_the_setting(bool isFirst)
    {
        // Without a proxy a cancel request reaches its node.
        await using Database database = fixture.Open(nameof(CommandTimeoutTests), options => Impatient(options) with
        {
            Server = "",
            Hosts = [.. fixture.Cluster.Nodes.Select(node => $"{node.Address}:{fixture.Cluster.Options.Ports.PgBouncer}")],
        });
        int attempts = 0;
        CommandTimeoutException slow = await Assert.ThrowsAsync<CommandTimeoutException>(() => database.ReadAsync(
            ReadConsistency.Eventual,
            async (read, token) =>
            {
                attempts++;
                if (!isFirst)
                {
                    await Brands.Has("none")(read, token);
                }

                await using ReadCommand sleep = read.Command(Slow);
                return await sleep.ExecuteScalarAsync(token);
            },
            CancellationToken.None));
        Assert.Equal(1, attempts);
        Assert.Contains("TRACKER_COMMAND_TIMEOUT", slow.Message, StringComparison.Ordinal);
        Assert.Contains("1s", slow.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slow_query_whose_cancel_request_may_be_lost_runs_at_most_twice()
    {
        await using Database database = fixture.Open(nameof(CommandTimeoutTests), Impatient);
        int attempts = 0;
        await Assert.ThrowsAsync<CommandTimeoutException>(() => database.ReadAsync(
            ReadConsistency.Eventual,
            async (read, token) =>
            {
                attempts++;
                await using ReadCommand sleep = read.Command(Slow);
                return await sleep.ExecuteScalarAsync(token);
            },
            CancellationToken.None));
        Assert.InRange(attempts, 1, 2);
    }

    [Fact]
    public async Task Slow_statement_of_a_write_runs_once()
    {
        await using Database database = fixture.Open(nameof(CommandTimeoutTests), Impatient);
        int attempts = 0;
        await Assert.ThrowsAsync<CommandTimeoutException>(() => database.WriteAsync(
            async (write, token) =>
            {
                attempts++;
                await using NpgsqlCommand sleep = write.Command(Slow);
                await sleep.ExecuteNonQueryAsync(token);
            },
            CancellationToken.None));
        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task Slow_queries_close_no_other_connection_to_their_node()
    {
        await using Database database = fixture.Open(nameof(CommandTimeoutTests), Impatient);
        // Of many cancel requests the proxy leads some to another node, so that their queries are never answered.
        ReadScope[] idle = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => database.ReadAsync(ReadConsistency.Eventual, CancellationToken.None)));
        foreach (ReadScope scope in idle)
        {
            await scope.DisposeAsync();
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Assert.ThrowsAsync<CommandTimeoutException>(() => database.ReadAsync(
            ReadConsistency.Eventual,
            async (read, token) =>
            {
                await using ReadCommand sleep = read.Command(Slow);
                return await sleep.ExecuteScalarAsync(token);
            },
            CancellationToken.None))));
        Assert.InRange(database.Pool(PoolKind.Read).Nodes.Sum(node => node.Closed), 0, 4);
    }

    [Fact]
    public async Task Query_on_a_replica_that_froze_is_retried_on_another_node()
    {
        await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(120));
        await using Database database = fixture.Open(nameof(CommandTimeoutTests), options => Impatient(options) with { CommandTimeout = TimeSpan.FromSeconds(5) });
        ClusterNode? frozen = null;
        int attempts = 0;
        try
        {
            await database.ReadAsync(
                ReadConsistency.Eventual,
                async (read, token) =>
                {
                    attempts++;
                    await Brands.Has("none")(read, token);
                    if (frozen is null)
                    {
                        frozen = fixture.Cluster.Nodes.First(node => read.Route.Node.StartsWith(node.Address + ":", StringComparison.Ordinal));
                        frozen.Pause(NodeComponent.Server);
                    }

                    return await Brands.Has("none")(read, token);
                },
                CancellationToken.None);
        }
        finally
        {
            frozen?.Resume(NodeComponent.Server);
            await fixture.Cluster.WaitForHealthyAsync(2, TimeSpan.FromSeconds(180));
        }

        Assert.Equal(2, attempts);
    }

    private static DatabaseOptions Impatient(DatabaseOptions options) => options with { CommandTimeout = TimeSpan.FromSeconds(1), RetryDeadline = TimeSpan.FromSeconds(30) };
}
