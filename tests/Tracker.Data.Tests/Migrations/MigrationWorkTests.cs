using System.Collections.Concurrent;
using Npgsql;
using Tracker.Data.Migrations;

namespace Tracker.Data.Tests.Migrations;

[Collection(OnCluster.Name)]
public sealed class MigrationWorkTests(ClusterFixture fixture)
{
    private const string PartedSql = """
        CREATE TABLE parted (i int) PARTITION BY RANGE (i);
        CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (10);
        CREATE TABLE parted_2 PARTITION OF parted FOR VALUES FROM (10) TO (20);
        ALTER TABLE parted ADD CONSTRAINT parted_known CHECK (i >= 0) NOT VALID
        """;

    [Fact]
    public async Task A_step_that_gets_no_lock_is_tried_again_by_itself()
    {
        await fixture.ResetAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(fixture.WriteConnectionString);
        await ExecuteAsync(source, PartedSql);
        ConcurrentQueue<string> told = new();
        MigrationWork work = new(source, TimeProvider.System, told.Enqueue);
        await using NpgsqlConnection other = await source.OpenConnectionAsync();
        await using NpgsqlTransaction held = await LockAsync(other, "LOCK TABLE parted_2 IN ACCESS SHARE MODE");

        Task working = work.ExecuteAsync("ALTER TABLE parted_2 ADD CONSTRAINT parted_small CHECK (i < 1000)", CancellationToken.None);
        await Eventually.TrueAsync(() => Task.FromResult(told.Any(line => line.StartsWith("waiting for", StringComparison.Ordinal)) || working.IsCompleted), "the step is refused a lock");
        await held.RollbackAsync();

        await working;
        await ExecuteAsync(source, "DROP TABLE parted");
    }

    [Fact]
    public async Task A_validation_waits_longer_than_the_server_lets_autovacuum_block_and_is_not_begun_anew()
    {
        await fixture.ResetAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create($"{fixture.WriteConnectionString};Application Name=validator");
        await ExecuteAsync(source, PartedSql);
        ConcurrentQueue<string> told = new();
        MigrationWork work = new(source, TimeProvider.System, told.Enqueue);
        await using NpgsqlConnection other = await source.OpenConnectionAsync();
        await using NpgsqlTransaction held = await LockAsync(other, "LOCK TABLE parted_2 IN SHARE UPDATE EXCLUSIVE MODE");

        Task working = work.ValidateAsync("parted", "parted_known", CancellationToken.None);
        await using NpgsqlCommand waits = source.CreateCommand(
            "SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'validator' AND wait_event = 'relation' AND query_start < now() - interval '1.5 s'");
        await Eventually.TrueAsync(async () => working.IsCompleted || (bool)(await waits.ExecuteScalarAsync())!, "the validation has waited for long");
        Assert.False(working.IsCompleted, "The validation has not waited.");
        await ExecuteAsync(source, "INSERT INTO parted VALUES (15)");
        await held.RollbackAsync();

        await working;
        Assert.Equal(["parted_1: validating parted_known", "parted_2: validating parted_known", "parted: validating parted_known"], told);
        await ExecuteAsync(source, "DROP TABLE parted");
    }

    private static async Task<NpgsqlTransaction> LockAsync(NpgsqlConnection connection, string sql)
    {
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await using NpgsqlCommand command = new(sql, connection, transaction);
        await command.ExecuteNonQueryAsync();
        return transaction;
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
