using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Tracker.Data.Migrations;
using Tracker.Data.Model;

namespace Tracker.Data.Tests.Migrations;

[Collection(OnCluster.Name)]
public sealed class MigrationLockTests(ClusterFixture fixture)
{
    private const int Inserts = 20;

    // Refused, an insert fails: no limit on what may be slow on a busy machine.
    private const string LongWait = "SET LOCAL lock_timeout = '5s'";

    [Fact]
    public async Task Reports_are_stored_while_a_migration_waits_for_an_idle_reader_and_the_migration_ends_once_the_reader_does()
    {
        await fixture.ResetAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(fixture.WriteConnectionString);
        await ExecuteAsync(source, "DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO tracker_read");
        await using (var context = new TrackerContext(new DbContextOptionsBuilder<TrackerContext>().UseNpgsql(source).Options))
        {
            await context.GetService<IMigrator>().MigrateAsync("20261125000003_RetentionSchema");
        }

        await ExecuteAsync(source, "CREATE TABLE location_reports_2026_03 PARTITION OF location_reports FOR VALUES FROM ('2026-03-01 00:00Z') TO ('2026-04-01 00:00Z')");
        await ExecuteAsync(source, InsertSql("generate_series(1, 50000)", accuracy: "i % 2"));
        await using NpgsqlConnection reader = await source.OpenConnectionAsync();
        await using NpgsqlTransaction reading = await reader.BeginTransactionAsync();
        await using (NpgsqlCommand read = new("SELECT count(*) FROM location_reports", reader, reading))
        {
            await read.ExecuteScalarAsync();
        }

        Task<IReadOnlyList<string>> migrating = SchemaMigrator.MigrateAsync(fixture.Options("lock-migrator"), TimeProvider.System, CancellationToken.None);
        bool hasWaited = false;
        for (int insert = 0, after = 0; after < Inserts; insert++, after += hasWaited ? 1 : 0)
        {
            await ExecuteAsync(source, $"{LongWait}; {InsertSql($"(VALUES ({100_000 + insert}))", accuracy: "5")}");
            await using NpgsqlCommand waits = source.CreateCommand(
                "SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'lock-migrator' AND wait_event = 'relation'");
            hasWaited |= (bool)(await waits.ExecuteScalarAsync())!;
        }

        Assert.False(migrating.IsCompleted, "The migration has not waited for the reader.");
        await reading.RollbackAsync();
        await migrating;

        await using NpgsqlCommand state = source.CreateCommand("""
            SELECT (SELECT bool_and(convalidated)::text FROM pg_constraint WHERE conname = 'location_reports_accuracy_known') || ' '
                || (SELECT count(*) FROM location_reports WHERE accuracy_m IS NULL) || ' '
                || (SELECT bool_and(indisvalid)::text FROM pg_index WHERE indexrelid = 'rejected_reports_latest'::regclass)
            """);
        Assert.Equal("true 25000 true", await state.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Migrations_tell_their_progress()
    {
        await fixture.ResetAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(fixture.WriteConnectionString);
        await ExecuteAsync(source, "DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO tracker_read");
        List<string> told = [];
        IReadOnlyList<string> applied = await SchemaMigrator.MigrateAsync(fixture.Options("migrator"), TimeProvider.System, CancellationToken.None, told.Add);

        Assert.Equal(SchemaVersion.Known, applied);
        Assert.All(applied, id => Assert.Contains(told, line => line.Contains(id, StringComparison.Ordinal)));
    }

    private static string InsertSql(string numbers, string accuracy) => $"""
        INSERT INTO location_reports (tracker_id, recorded_at, fingerprint, position, received_at, latitude, longitude, shard, accuracy_m, source_id)
        SELECT i, timestamptz '2026-03-02 00:00Z' + i * interval '1 second', i, i, now(), 48, 16, 0, {accuracy}, 1 FROM {numbers} AS n(i)
        """;

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
