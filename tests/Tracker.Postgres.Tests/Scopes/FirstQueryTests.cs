using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tracker.Data.Model;

namespace EFCore.ReadWriteSplitting.Tests.Scopes;

[Collection(OnCluster.Name)]
public sealed class FirstQueryTests(ClusterFixture fixture) : IClassFixture<NoLeaks<FirstQueryTests>>
{
    [Fact]
    public async Task First_query_chooses_the_server_and_until_then_there_is_no_route()
    {
        await using Database database = fixture.Open(nameof(FirstQueryTests));
        await database.ReadAsync(
            ReadConsistency.Eventual,
            async (read, token) =>
            {
                Assert.Throws<InvalidOperationException>(() => read.Route);
                await read.Query<Brand>().AnyAsync(token);
                Assert.Equal((NodeRole.Replica, RouteReason.Replica), (read.Route.Role, read.Route.Reason));
                Assert.True(read.Route.Timeline >= 1, $"The timeline is {read.Route.Timeline}.");
                string node = read.Route.Node;
                await using ReadCommand second = read.Command("SELECT host(inet_server_addr()) || ':' || inet_server_port()");
                Assert.Equal(node, await second.ExecuteScalarAsync(token));
                return 0;
            },
            CancellationToken.None);
    }

    [Fact]
    public async Task AtLeast_read_shows_the_write_in_its_first_query_every_time()
    {
        await using Database database = fixture.Open(nameof(FirstQueryTests), options => options with { ReplicaWait = TimeSpan.FromSeconds(20) });
        for (int i = 0; i < 300; i++)
        {
            string name = Guid.NewGuid().ToString();
            WriteToken written = await database.WriteAsync(UnitOfWork.Repeatable, Brands.Insert(name), CancellationToken.None);
            RouteReason reason = await database.ReadAsync(
                ReadConsistency.AtLeast(written),
                async (read, token) =>
                {
                    Assert.True(i % 2 == 0 ? await Brands.Has(name)(read, token) : await ByCommandAsync(read, name, token), $"Write {i} is not shown by {read.Route}.");
                    return read.Route.Reason;
                },
                CancellationToken.None);
            Assert.Equal(RouteReason.ReplicaCaughtUp, reason);
        }
    }

    [Fact]
    public async Task AtLeast_read_is_not_delayed_by_a_write_that_ends_on_a_page_boundary()
    {
        await using Database database = fixture.Open(nameof(FirstQueryTests), options => options with { ReplicaWait = TimeSpan.FromSeconds(20) });
        // Nothing else is written here, so the replicas' positions rest where each of these ends. A message fills the page to its end.
        const string sql = """
            SELECT pg_logical_emit_message(false, '', repeat('x', greatest(1, (8192 - (pg_current_wal_insert_lsn() - '0/0')::bigint % 8192)::int - $1)))
            """;
        for (int record = 0; record < 200; record += 8)
        {
            WriteToken written = await database.WriteAsync(
                UnitOfWork.Repeatable,
                async (write, token) =>
                {
                    await Brands.Insert(Guid.NewGuid().ToString())(write, token);
                    // What the commit record needs is left of the page, more or less.
                    await using NpgsqlCommand fill = write.Command(sql, record);
                    await fill.ExecuteNonQueryAsync(token);
                },
                CancellationToken.None);
            Assert.NotEqual(24UL, (ulong)written.Position % 8_192);
            await using ReadScope read = await database.ReadAsync(ReadConsistency.AtLeast(written), CancellationToken.None);
            Assert.Equal(RouteReason.ReplicaCaughtUp, read.Route.Reason);
        }
    }

    [Fact]
    public async Task AtLeast_read_goes_to_the_primary_if_no_replica_catches_up()
    {
        await using Database database = fixture.Open(nameof(FirstQueryTests), options => options with { ReplicaWait = TimeSpan.FromMilliseconds(100) });
        await using Replay paused = await Replay.PauseAsync(fixture);
        string name = Guid.NewGuid().ToString();
        WriteToken written = await database.WriteAsync(Brands.Insert(name), CancellationToken.None);
        int queries = 0;
        await database.ReadAsync(
            ReadConsistency.AtLeast(written),
            async (read, token) =>
            {
                queries++;
                Assert.True(await Brands.Has(name)(read, token));
                Assert.True(await ByCommandAsync(read, name, token));
                Assert.Equal((NodeRole.Primary, RouteReason.ReplicasBehind), (read.Route.Role, read.Route.Reason));
                return 0;
            },
            CancellationToken.None);
        Assert.Equal(1, queries);
    }

    [Fact]
    public async Task First_query_leaves_no_transaction_open_however_it_ends()
    {
        string name = $"{nameof(FirstQueryTests)}-{Guid.NewGuid():N}"[..40];
        await using Database database = fixture.Open(name);
        WriteToken token = await database.WriteAsync((_, _) => Task.CompletedTask, CancellationToken.None);
        foreach (ReadConsistency consistency in new[] { ReadConsistency.Eventual, ReadConsistency.AtLeast(token), ReadConsistency.Primary })
        {
            // Before its first row, in the middle of them, and by the very error that a token's guard ends a trip with.
            Assert.Null(await StateAsync(database, consistency, "SELECT 1"));
            Assert.Equal(PostgresErrorCodes.UndefinedColumn, await StateAsync(database, consistency, "SELECT nonsense"));
            Assert.Equal(PostgresErrorCodes.DivisionByZero, await StateAsync(database, consistency, "SELECT 10 / (100 - i) FROM generate_series(1, 200) i"));
            Assert.Equal(PostgresErrorCodes.DivisionByZero, await StateAsync(database, consistency, "SELECT 1 / 0"));
            Assert.Equal(0L, await OpenTransactionsAsync(name));

            await using ReadScope after = await database.ReadAsync(consistency, CancellationToken.None);
            await using ReadCommand command = after.Command("SELECT 42");
            Assert.Equal(42, await command.ExecuteScalarAsync());
        }
    }

    // Of the error that the scope's first query ends with; null: none.
    private static async Task<string?> StateAsync(Database database, ReadConsistency consistency, string sql)
    {
        try
        {
            return await database.ReadAsync(
                consistency,
                async (read, token) =>
                {
                    await using ReadCommand command = read.Command(sql);
                    await command.ExecuteNonQueryAsync(token);
                    return (string?)null;
                },
                CancellationToken.None);
        }
        catch (PostgresException error)
        {
            return error.SqlState;
        }
    }

    [Fact]
    public async Task Concurrent_first_queries_are_refused_and_leak_no_connection()
    {
        await using Database database = fixture.Open(nameof(FirstQueryTests), options => options with { WritePoolSize = 2, PoolTimeout = TimeSpan.FromSeconds(1) });
        for (int i = 0; i < 10; i++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => database.ReadAsync(
                ReadConsistency.Eventual,
                async (read, token) => await Task.WhenAll(SlowAsync(read, token), SlowAsync(read, token)),
                CancellationToken.None));
        }

        await Tracker.Tests.Eventually.TrueAsync(() => Task.FromResult(database.Pool(PoolKind.Read).Busy == 0), "no connection is out");
    }

    [Fact]
    public async Task Synchronous_query_is_refused_and_the_error_says_what_to_use_instead()
    {
        await using Database database = fixture.Open(nameof(FirstQueryTests));
        await using ReadScope read = await database.ReadAsync(ReadConsistency.Eventual, CancellationToken.None);
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => read.Query<Brand>().ToList());
        Assert.Contains("ToListAsync", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_of_a_disposed_scope_is_refused()
    {
        await using Database database = fixture.Open(nameof(FirstQueryTests));
        ReadScope read = await database.ReadAsync(ReadConsistency.Eventual, CancellationToken.None);
        IQueryable<Brand> kept = read.Query<Brand>();
        await read.DisposeAsync();
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => kept.ToListAsync());
        Assert.Throws<ObjectDisposedException>(() => read.Query<Brand>());
    }

    private static async Task<bool> ByCommandAsync(ReadScope read, string name, CancellationToken token)
    {
        await using ReadCommand command = read.Command("SELECT 1 FROM brands WHERE name = $1", name);
        return await command.ExecuteScalarAsync(token) is not null;
    }

    // Slow enough that the second begins before the first has its server.
    private static async Task<bool> SlowAsync(ReadScope read, CancellationToken token)
    {
        await using ReadCommand command = read.Command("SELECT true FROM pg_sleep(0.1)");
        return await command.ExecuteScalarAsync(token) is true;
    }

    private async Task<long> OpenTransactionsAsync(string applicationName)
    {
        long open = 0;
        foreach (Tracker.Cluster.Nodes.ClusterNode node in fixture.Cluster.Nodes)
        {
            open += (long)(await ClusterFixture.ScalarAsync(
                node, $"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{applicationName}' AND state LIKE 'idle in transaction%'"))!;
        }

        return open;
    }
}
