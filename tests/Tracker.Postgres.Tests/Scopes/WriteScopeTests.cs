using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Connections;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Routing;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tracker.Cluster.Nodes;
using Tracker.Data.Model;
using NodeRole = EFCore.ReadWriteSplitting.Health.NodeRole;

namespace EFCore.ReadWriteSplitting.Tests.Scopes;

[Collection(OnCluster.Name)]
public sealed class WriteScopeTests(ClusterFixture fixture) : IClassFixture<NoLeaks<WriteScopeTests>>
{
    [Fact]
    public async Task Write_that_is_not_committed_is_rolled_back()
    {
        await using Database database = fixture.Open(nameof(WriteScopeTests));
        string name = Guid.NewGuid().ToString();
        await using (WriteScope write = await database.WriteAsync(CancellationToken.None))
        {
            write.Context.Add(new Brand { Name = name });
            await write.Context.SaveChangesAsync();
        }

        Assert.False(await ExistsAsync(database, name));
    }

    [Fact]
    public async Task Commit_saves_the_context_and_returns_a_token_that_a_replica_reaches()
    {
        await using Database database = fixture.Open(nameof(WriteScopeTests));
        string name = Guid.NewGuid().ToString();
        await using WriteScope write = await database.WriteAsync(CancellationToken.None);
        write.Context.Add(new Brand { Name = name });
        WriteToken token = await write.CommitAsync(CancellationToken.None);

        Assert.Equal((NodeRole.Primary, RouteReason.Write), (write.Route.Role, write.Route.Reason));
        Assert.Equal(write.Route.SystemId, token.SystemId);
        Assert.True(token.Position > write.Route.Position);
        Assert.True(await ExistsAsync(database, name));
    }

    [Fact]
    public async Task Array_of_times_may_begin_with_null_or_the_smallest_time()
    {
        await using Database database = fixture.Open(nameof(WriteScopeTests));
        DateTime moment = new(2026, 1, 31, 8, 0, 0, DateTimeKind.Utc);
        await using WriteScope write = await database.WriteAsync(CancellationToken.None);
        await using NpgsqlCommand command = write.Command(
            "SELECT array_to_string($1::timestamptz[] || $2::timestamptz[], ' ', '?')", new DateTime?[] { null, moment }, new DateTime[] { DateTime.MinValue, moment });

        string told = (string)(await command.ExecuteScalarAsync())!;

        Assert.Matches("^[?] 2026-01-31 .* -infinity 2026-01-31 ", told);
    }

    [Fact]
    public async Task Commit_after_a_failed_statement_is_an_error_and_not_a_token()
    {
        await using Database database = fixture.Open(nameof(WriteScopeTests));
        await using WriteScope write = await database.WriteAsync(CancellationToken.None);
        await using NpgsqlCommand wrong = write.Command("SELECT 1 / 0");
        await Assert.ThrowsAsync<PostgresException>(() => wrong.ExecuteNonQueryAsync());

        PostgresException refused = await Assert.ThrowsAsync<PostgresException>(() => write.CommitAsync(CancellationToken.None));
        Assert.Equal(PostgresErrorCodes.InFailedSqlTransaction, refused.SqlState);
    }

    [Fact]
    public async Task Unit_of_work_is_retried_as_a_whole_after_a_serialization_failure()
    {
        await using Database database = fixture.Open(nameof(WriteScopeTests));
        string name = Guid.NewGuid().ToString();
        int attempts = 0;
        await database.WriteAsync(
            async (write, token) =>
            {
                write.Context.Add(new Brand { Name = $"{name} {++attempts}" });
                await write.Context.SaveChangesAsync(token);
                await using NpgsqlCommand fail = write.Command($"DO $$ BEGIN IF {attempts} < 3 THEN RAISE SQLSTATE '40001'; END IF; END $$");
                await fail.ExecuteNonQueryAsync(token);
            },
            CancellationToken.None);

        Assert.Equal(3, attempts);
        Assert.False(await ExistsAsync(database, $"{name} 1"));
        Assert.True(await ExistsAsync(database, $"{name} 3"));
    }

    [Fact]
    public async Task Unit_of_work_whose_commit_answer_was_lost_is_applied_once()
    {
        await using Database database = fixture.Open(nameof(WriteScopeTests));
        string name = Guid.NewGuid().ToString();
        int attempts = 0;
        await database.WriteAsync(
            async (write, token) =>
            {
                write.Context.Add(new Geofence { Key = $"{name} {++attempts}", Name = name });
                await write.Context.SaveChangesAsync(token);
                if (attempts == 1)
                {
                    // Commits here, and then has the connection cut, as if the answer to COMMIT had been lost.
                    await using NpgsqlCommand commit = write.Command("COMMIT");
                    await commit.ExecuteNonQueryAsync(token);
                    await using NpgsqlCommand cut = write.Command("SELECT pg_terminate_backend(pg_backend_pid())");
                    await cut.ExecuteNonQueryAsync(token);
                }
            },
            CancellationToken.None);

        await using ReadScope read = await database.ReadAsync(ReadConsistency.Primary, CancellationToken.None);
        Assert.Equal(1, attempts);
        Assert.Equal(1, await read.Query<Geofence>().CountAsync(fence => fence.Name == name));
    }

    [Fact]
    public async Task Unit_of_work_cancelled_just_after_its_commit_is_applied_once()
    {
        await using Database database = fixture.Open(nameof(WriteScopeTests));
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        // In the way of the question that follows COMMIT in its trip: cancelled at the first time.
        await ClusterFixture.ScalarAsync(primary, "CREATE SEQUENCE public.questions");
        await ClusterFixture.ScalarAsync(
            primary,
            "CREATE FUNCTION public.pg_current_wal_insert_lsn() RETURNS pg_lsn LANGUAGE plpgsql SECURITY DEFINER AS "
            + "$$ BEGIN IF nextval('public.questions') = 1 THEN RAISE query_canceled; END IF; RETURN pg_catalog.pg_current_wal_insert_lsn(); END $$");
        string name = Guid.NewGuid().ToString();
        int attempts = 0;
        try
        {
            await database.WriteAsync(
                async (write, token) =>
                {
                    attempts++;
                    await Brands.Insert(name)(write, token);
                    await using NpgsqlCommand shadow = write.Command("SET search_path = public, pg_catalog");
                    await shadow.ExecuteNonQueryAsync(token);
                },
                CancellationToken.None);
            Assert.True((long)(await ClusterFixture.ScalarAsync(primary, "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM public.questions"))! > 0);
        }
        finally
        {
            await ClusterFixture.ScalarAsync(primary, "DROP FUNCTION public.pg_current_wal_insert_lsn()");
            await ClusterFixture.ScalarAsync(primary, "DROP SEQUENCE public.questions");
        }

        Assert.Equal(1, attempts);
        Assert.True(await ExistsAsync(database, name));
    }

    [Fact]
    public async Task Permanent_error_is_not_retried()
    {
        await using Database database = fixture.Open(nameof(WriteScopeTests));
        int attempts = 0;
        await Assert.ThrowsAsync<PostgresException>(() => database.WriteAsync(
            async (write, token) =>
            {
                attempts++;
                await using NpgsqlCommand wrong = write.Command("SELECT * FROM no_such_table");
                await wrong.ExecuteNonQueryAsync(token);
            },
            CancellationToken.None));
        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task Write_waits_for_a_lock_no_longer_than_the_lock_timeout()
    {
        await using Database database = fixture.Open(
            nameof(WriteScopeTests), options => options with { LockTimeout = TimeSpan.FromMilliseconds(200), RetryDeadline = TimeSpan.FromSeconds(1) });
        await using WriteScope holder = await database.WriteAsync(CancellationToken.None);
        await using NpgsqlCommand hold = holder.Command("SELECT * FROM report_shards FOR UPDATE");
        await hold.ExecuteNonQueryAsync();

        DatabaseUnavailableException unavailable = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => database.WriteAsync(
            async (write, token) =>
            {
                await using NpgsqlCommand wait = write.Command("SELECT * FROM report_shards FOR UPDATE");
                await wait.ExecuteNonQueryAsync(token);
            },
            CancellationToken.None));
        Assert.Equal(PostgresErrorCodes.LockNotAvailable, Assert.IsType<PostgresException>(unavailable.InnerException).SqlState);
    }

    [Fact]
    public async Task Exhausted_pool_is_an_error_that_names_the_setting()
    {
        await using Database database = fixture.Open(nameof(WriteScopeTests), options => options with { WritePoolSize = 1, PoolTimeout = TimeSpan.FromMilliseconds(300) });
        await using WriteScope held = await database.WriteAsync(CancellationToken.None);
        PoolExhaustedException exhausted = await Assert.ThrowsAsync<PoolExhaustedException>(() => database.WriteAsync(CancellationToken.None));
        Assert.Contains("TRACKER_WRITE_POOL", exhausted.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_password_is_an_error_at_once_that_names_the_setting_and_not_the_password()
    {
        await using Database database = fixture.Open(nameof(WriteScopeTests), options => options with { Password = "not-it" });
        InvalidSettingException refused = await Assert.ThrowsAsync<InvalidSettingException>(() => database.WriteAsync(CancellationToken.None));
        Assert.Equal("POSTGRES_PASSWORD", refused.Setting);
        Assert.DoesNotContain("not-it", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_server_is_an_error_after_the_deadline_that_says_what_to_check()
    {
        await using Database database = fixture.Open(nameof(WriteScopeTests), options => options with { Port = 1, RetryDeadline = TimeSpan.FromSeconds(1) });
        DatabaseUnavailableException unavailable = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => database.WriteAsync(CancellationToken.None));
        Assert.Contains("POSTGRES_PORT", unavailable.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_leave_no_transaction_open()
    {
        await using (Database database = fixture.Open("leaves-nothing"))
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
            {
                await using WriteScope write = await database.WriteAsync(CancellationToken.None);
                await using NpgsqlCommand command = write.Command("SELECT count(*) FROM brands");
                await command.ExecuteScalarAsync();
                if (i % 2 == 0)
                {
                    await write.CommitAsync(CancellationToken.None);
                }
            }));
        }

        object? open = await ClusterFixture.ScalarAsync(
            await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(30)),
            "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%' AND application_name = 'leaves-nothing'");
        Assert.Equal(0L, open);
    }

    private static async Task<bool> ExistsAsync(Database database, string name)
    {
        await using ReadScope read = await database.ReadAsync(ReadConsistency.Primary, CancellationToken.None);
        return await read.Query<Brand>().AnyAsync(brand => brand.Name == name);
    }
}
