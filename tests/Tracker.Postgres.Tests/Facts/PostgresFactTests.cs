using EFCore.ReadWriteSplitting.Connections;
using Npgsql;
using Tracker.Cluster.Nodes;

namespace EFCore.ReadWriteSplitting.Tests.Facts;

/// <summary>What the design rests on. If one of these fails after an upgrade, a promise of docs/consistency.md has lost its ground.</summary>
[Collection(OnCluster.Name)]
public sealed class PostgresFactTests(ClusterFixture fixture)
{
    [Fact]
    public async Task Write_on_the_read_port_is_refused_with_25006()
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(fixture.Cluster.ReadConnectionString);
        await using NpgsqlCommand insert = source.CreateCommand("INSERT INTO brands (name) VALUES ('x')");
        Assert.Equal("25006", (await Assert.ThrowsAsync<PostgresException>(() => insert.ExecuteNonQueryAsync())).SqlState);
    }

    [Fact]
    public async Task Query_whose_client_is_gone_ends_within_seconds()
    {
        string mark = Guid.NewGuid().ToString();
        await using NpgsqlConnection connection = await OpenAsync(fixture.Cluster.WriteConnectionString);
        Task lost = ScalarAsync(connection, $"SELECT pg_sleep(600) /* {mark} */");
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        string find = $"SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() AND query LIKE '%{mark}%'";
        await Eventually.TrueAsync(async () => await ClusterFixture.ScalarAsync(primary, find) is 1L, "the query runs");
        // Without a cancel request.
        Assert.True(ConnectionSocket.TryAbort(connection));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => lost);
        await Eventually.TrueAsync(async () => await ClusterFixture.ScalarAsync(primary, find) is 0L, "the query ends");
    }

    [Fact]
    public async Task Read_of_the_reading_user_is_bounded_by_the_server()
    {
        await using NpgsqlConnection connection = await OpenAsync(fixture.Cluster.ReadConnectionString);
        Assert.Equal("1h", await ScalarAsync(connection, "SHOW statement_timeout"));
    }

    [Fact]
    public async Task COMMIT_of_an_aborted_transaction_is_not_an_error()
    {
        await using NpgsqlConnection connection = await OpenAsync(fixture.Cluster.WriteConnectionString);
        await RunAsync(connection, "BEGIN");
        await Assert.ThrowsAsync<PostgresException>(() => RunAsync(connection, "SELECT 1 / 0"));
        await RunAsync(connection, "COMMIT");
        Assert.Equal("committed or not, COMMIT was no error", await ScalarAsync(connection, "SELECT 'committed or not, COMMIT was no error'"));
    }

    [Fact]
    public async Task Batch_without_BEGIN_is_one_transaction_and_a_position_read_in_it_precedes_its_commit()
    {
        await using NpgsqlConnection connection = await OpenAsync(fixture.Cluster.WriteConnectionString);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand($"INSERT INTO brands (name) VALUES ('{Guid.NewGuid()}')"),
                new NpgsqlBatchCommand("SELECT pg_current_wal_insert_lsn(), pg_current_xact_id_if_assigned() IS NOT NULL"),
            },
        };
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
        await reader.ReadAsync();
        Assert.True(reader.GetBoolean(1), "The INSERT's transaction is still open when the position is read.");
    }

    [Fact]
    public async Task Statements_after_COMMIT_in_one_batch_stay_on_the_server_of_the_transaction()
    {
        await using NpgsqlConnection connection = await OpenAsync(fixture.Cluster.WriteConnectionString);
        for (int i = 0; i < 50; i++)
        {
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    new NpgsqlBatchCommand("BEGIN"),
                    new NpgsqlBatchCommand("SELECT pg_backend_pid()"),
                    new NpgsqlBatchCommand("COMMIT"),
                    new NpgsqlBatchCommand("SELECT pg_backend_pid()"),
                },
            };
            await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
            await reader.ReadAsync();
            int before = reader.GetInt32(0);
            await reader.NextResultAsync();
            await reader.ReadAsync();
            Assert.Equal(before, reader.GetInt32(0));
        }
    }

    [Fact]
    public async Task Session_setting_reaches_the_next_client_of_PgBouncer_and_SET_LOCAL_does_not()
    {
        await using (NpgsqlConnection first = await OpenAsync(fixture.Cluster.WriteConnectionString))
        {
            await RunAsync(first, "BEGIN; SET LOCAL lock_timeout = 4321; COMMIT");
            Assert.NotEqual("4321ms", await ScalarAsync(first, "SHOW lock_timeout"));
            await RunAsync(first, "SET statement_timeout = 54321");
        }

        await using NpgsqlConnection next = await OpenAsync(fixture.Cluster.WriteConnectionString);
        try
        {
            Assert.Equal("54321ms", await ScalarAsync(next, "SHOW statement_timeout"));
        }
        finally
        {
            await RunAsync(next, "RESET statement_timeout");
        }
    }

    [Fact]
    public async Task Startup_options_are_refused_by_PgBouncer_with_08P01()
    {
        string refused = new NpgsqlConnectionStringBuilder(fixture.Cluster.WriteConnectionString) { Options = "-c lock_timeout=1s", Pooling = false }.ConnectionString;
        PostgresException error = await Assert.ThrowsAsync<PostgresException>(() => OpenAsync(refused));
        Assert.Equal("08P01", error.SqlState);
    }

    [Fact]
    public async Task Replica_reports_the_timeline_it_receives_and_has_no_insert_position()
    {
        ClusterNode primary = await fixture.Cluster.WaitForPrimaryAsync(TimeSpan.FromSeconds(60));
        object? timeline = await ClusterFixture.ScalarAsync(primary, "SELECT ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int");
        foreach (ClusterNode replica in fixture.Cluster.Nodes.Where(node => node != primary))
        {
            Assert.Equal(timeline, await ClusterFixture.ScalarAsync(replica, "SELECT received_tli FROM pg_stat_wal_receiver"));
            PostgresException refused = await Assert.ThrowsAsync<PostgresException>(() => ClusterFixture.ScalarAsync(replica, "SELECT pg_current_wal_insert_lsn()"));
            Assert.Equal("55000", refused.SqlState);
        }
    }

    [Fact]
    public async Task Read_user_sees_the_WAL_receiver()
    {
        await using NpgsqlConnection connection = await OpenAsync(fixture.Cluster.ReadConnectionString);
        Assert.IsType<int>(await ScalarAsync(connection, "SELECT received_tli FROM pg_stat_wal_receiver"));
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
