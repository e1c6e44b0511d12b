using System.Net;
using System.Net.Sockets;
using System.Reflection;
using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Tracker.Data.Migrations;
using Tracker.Data.Model;
using Tracker.Data.Tests.Cluster;

namespace Tracker.Data.Tests.Migrations;

[Collection(OnCluster.Name)]
public sealed class SchemaMigratorTests(ClusterFixture fixture)
{
    [Fact]
    public async Task Four_processes_at_once_migrate_once()
    {
        await fixture.ResetAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(fixture.WriteConnectionString);
        await using (NpgsqlCommand drop = source.CreateCommand("DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO tracker_read"))
        {
            await drop.ExecuteNonQueryAsync();
        }

        IReadOnlyList<string>[] applied = await Task.WhenAll(Enumerable.Range(0, 4)
            .Select(i => SchemaMigrator.MigrateAsync(fixture.Options($"migrator {i}"), TimeProvider.System, CancellationToken.None)));

        Assert.Equal(1, applied.Count(names => names.Count > 0));
    }

    [Fact]
    public async Task A_primary_that_is_not_up_yet_is_waited_for()
    {
        await fixture.ResetAsync();
        // A proxy without a primary takes a connection and closes it.
        using TcpListener proxy = new(IPAddress.Loopback, 0);
        proxy.Start();
        NpgsqlConnectionStringBuilder primary = new(fixture.WriteConnectionString);
        int port = ((IPEndPoint)proxy.LocalEndpoint).Port;
        DatabaseOptions options = fixture.Options("migrator") with { Server = "127.0.0.1", Port = port, Hosts = [] };
        Task<IReadOnlyList<string>> migrating = SchemaMigrator.MigrateAsync(options, TimeProvider.System, CancellationToken.None);
        for (int i = 0; i < 2; i++)
        {
            using Socket refused = await proxy.AcceptSocketAsync();
        }

        await ForwardAsync(proxy, primary.Host!, primary.Port, migrating);

        Assert.Empty(await migrating);
    }

    [Fact]
    public async Task Earlier_delivery_locations_become_fences_and_their_deliveries_stay()
    {
        await fixture.ResetAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(fixture.WriteConnectionString);
        await ExecuteAsync(source, "DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO tracker_read");
        await using (var context = new TrackerContext(new DbContextOptionsBuilder<TrackerContext>().UseNpgsql(source).Options))
        {
            await context.GetService<IMigrator>().MigrateAsync("20261125000003_RetentionSchema");
        }

        await ExecuteAsync(source, """
            INSERT INTO geofences (key, name) VALUES ('other', 'Other'), ('yard', 'A fence of that name');
            INSERT INTO delivery_locations (name, latitude, longitude, radius_m) VALUES ('depot', 48, 16, 150), ('yard', 49, 17, 1000);
            INSERT INTO trackers (key) VALUES ('van'), ('car');
            INSERT INTO tracker_status (tracker_id, shard, state, since, last_seen_at, latitude, longitude, delivered_at, delivery_location_id, delivery_recorded_at, delivery_fingerprint)
            SELECT t.id, t.shard, 'active', now(), now(), 48, 16, now(), l.id, now(), 1
            FROM trackers t JOIN delivery_locations l ON l.name = CASE t.key WHEN 'van' THEN 'depot' ELSE 'yard' END;
            INSERT INTO status_transitions (shard, sequence, tracker_id, state, occurred_at, delivery_location_id)
            SELECT shard, 1, tracker_id, 'delivered', delivered_at, delivery_location_id FROM tracker_status;
            """);
        await SchemaMigrator.MigrateAsync(fixture.Options("migrator"), TimeProvider.System, CancellationToken.None);

        await using NpgsqlCommand states = source.CreateCommand("""
            SELECT string_agg(concat_ws(' ', s.tracker, s.delivery_location, e.state, v.delivery, v.shape ->> 'radius_m', v.valid_from, v.valid_to), '; ' ORDER BY s.tracker)
            FROM tracker_states s
            JOIN effective_status_transitions e ON e.tracker_id = s.tracker_id
            JOIN geofences f ON f.id = e.delivery_location_id AND f.key = s.delivery_location
            JOIN geofence_versions v ON v.fence_id = f.id
            """);
        Assert.Equal("car delivery yard delivered t 1000 -infinity infinity; van depot delivered t 150 -infinity infinity", await states.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Fence_fields_of_the_geofence_cursors_move_with_their_values()
    {
        await fixture.ResetAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(fixture.WriteConnectionString);
        await ExecuteAsync(source, "DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO tracker_read");
        await using (var context = new TrackerContext(new DbContextOptionsBuilder<TrackerContext>().UseNpgsql(source).Options))
        {
            await context.GetService<IMigrator>().MigrateAsync("20261125000005_DeliveryFences");
        }

        await ExecuteAsync(source, """
            UPDATE report_shards SET head = 1000 + shard;
            UPDATE consumer_cursors
            SET position = 500 + shard, latest_recorded_at = '2026-03-01', output_sequence = 70 + shard, fence_revision = 100 + shard,
                judged_until = timestamptz '2026-03-01' + shard * interval '1 hour', rejudge_revision = 200 + shard,
                rejudge_until = timestamptz '2026-04-01' + shard * interval '1 hour', rejudged_tracker_id = 300 + shard
            WHERE consumer = 'geofence-processor' AND shard > 0;
            """);
        const string CursorsSql =
            "SELECT string_agg(concat_ws(' ', consumer, shard, position, latest_recorded_at, stamp, output_sequence), '; ' ORDER BY consumer, shard) FROM consumer_cursors";
        string cursors = await TextAsync(source, CursorsSql);

        await SchemaMigrator.MigrateAsync(fixture.Options("migrator"), TimeProvider.System, CancellationToken.None);

        Assert.Equal(cursors, await TextAsync(source, CursorsSql));
        Assert.Equal("64 64", await TextAsync(source, """
            SELECT concat_ws(' ', count(*), count(*) FILTER (WHERE CASE
                WHEN shard = 0 THEN (fence_revision, judged_until, recompute_revision, recompute_until, recomputed_tracker_id) = (0, '-infinity', 0, '-infinity', 0)
                ELSE (fence_revision, judged_until, recompute_revision, recompute_until, recomputed_tracker_id)
                   = (100 + shard, timestamptz '2026-03-01' + shard * interval '1 hour', 200 + shard, timestamptz '2026-04-01' + shard * interval '1 hour', 300 + shard)
                END))
            FROM geofence_progress
            """));
    }

    [Fact]
    public async Task A_newer_schema_is_left_alone_and_says_whether_this_version_may_run_on_it()
    {
        await fixture.ResetAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(fixture.WriteConnectionString);
        const string StateSql = """
            SELECT concat_ws(' ', (SELECT count(*) FROM "__EFMigrationsHistory"), (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace))
            """;
        await ExecuteAsync(source, """
            INSERT INTO "__EFMigrationsHistory" VALUES ('20990101000000_Future', '10')
            """);
        string state = await TextAsync(source, StateSql);

        NewerSchemaException compatible = await Assert.ThrowsAsync<NewerSchemaException>(
            () => SchemaMigrator.MigrateAsync(fixture.Options("migrator"), TimeProvider.System, CancellationToken.None));
        Assert.True(compatible.CanRun, compatible.Message);

        await ExecuteAsync(source, "UPDATE schema_compatibility SET oldest_worker = '20990101000000_Future'");
        NewerSchemaException incompatible = await Assert.ThrowsAsync<NewerSchemaException>(
            () => SchemaMigrator.MigrateAsync(fixture.Options("migrator"), TimeProvider.System, CancellationToken.None));
        Assert.False(incompatible.CanRun, incompatible.Message);
        Assert.Contains("Nothing was changed", incompatible.Message, StringComparison.Ordinal);
        Assert.Equal(state, await TextAsync(source, StateSql));
    }

    [Fact]
    public async Task A_pending_migration_that_precedes_an_applied_one_is_refused_and_nothing_is_reverted()
    {
        await fixture.ResetAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(fixture.WriteConnectionString);
        const string Missing = "20261125000004_KnownAccuracy";
        await ExecuteAsync(source, $"""
            ALTER TABLE location_reports DROP CONSTRAINT location_reports_accuracy_known;
            DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" = '{Missing}'
            """);
        const string StateSql = """
            SELECT concat_ws(' ', (SELECT count(*) FROM "__EFMigrationsHistory"), (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
                (SELECT count(*) FROM pg_constraint WHERE conname = 'location_reports_accuracy_known'))
            """;
        string state = await TextAsync(source, StateSql);

        MigrationOrderException refused = await Assert.ThrowsAsync<MigrationOrderException>(
            () => SchemaMigrator.MigrateAsync(fixture.Options("migrator"), TimeProvider.System, CancellationToken.None));

        Assert.Contains(Missing, refused.Message, StringComparison.Ordinal);
        Assert.Contains(SchemaVersion.Known[^1], refused.Message, StringComparison.Ordinal);
        Assert.Equal(state, await TextAsync(source, StateSql));
    }

    [Fact]
    public async Task A_migrated_schema_tells_the_oldest_worker_that_its_latest_migration_states()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open("schema-reader");
        SchemaVersion version = await database.ReadAsync(ReadConsistency.Primary, SchemaVersion.ReadAsync, CancellationToken.None);

        Assert.Equal(SchemaVersion.Known, version.Applied);
        Type latest = typeof(SchemaVersion).Assembly.GetTypes().Single(type => type.GetCustomAttribute<MigrationAttribute>()?.Id == SchemaVersion.Known[^1]);
        Assert.Equal(latest.GetCustomAttribute<OldestWorkerAttribute>()!.Migration, version.OldestWorker);
    }

    [Fact]
    public async Task The_model_and_the_schema_have_the_same_columns()
    {
        await fixture.ResetAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(fixture.WriteConnectionString);
        await using var context = new TrackerContext(new DbContextOptionsBuilder<TrackerContext>().UseNpgsql(source).Options);
        foreach (IEntityType entity in context.Model.GetEntityTypes())
        {
            string[] ofModel = [.. entity.GetProperties().Select(property => $"{property.GetColumnName()} {property.GetColumnType()} {(property.IsNullable ? "null" : "not null")}").Order(StringComparer.Ordinal)];
            string[] ofSchema = await ColumnsAsync(source, entity.GetTableName()!);
            Assert.True(ofModel.SequenceEqual(ofSchema), $"{entity.GetTableName()}:\nmodel  {string.Join(", ", ofModel)}\nschema {string.Join(", ", ofSchema)}");
        }
    }

    // Accepts as long as the work runs: the migrator opens more than one connection.
    private static async Task ForwardAsync(TcpListener proxy, string host, int port, Task work)
    {
        while (!work.IsCompleted)
        {
            Task<TcpClient> accepted = proxy.AcceptTcpClientAsync();
            if (await Task.WhenAny(accepted, work) == accepted)
            {
                TcpClient server = new(host, port);
                _ = CopyAsync(await accepted, server);
                _ = CopyAsync(server, await accepted);
            }
        }
    }

    private static async Task CopyAsync(TcpClient from, TcpClient to)
    {
        using (to)
        {
            await from.GetStream().CopyToAsync(to.GetStream());
        }
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> TextAsync(NpgsqlDataSource source, string sql)
    {
        await using NpgsqlCommand command = source.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<string[]> ColumnsAsync(NpgsqlDataSource source, string table)
    {
        var columns = new List<string>();
        await using NpgsqlCommand command = source.CreateCommand("""
            SELECT a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' not null' ELSE ' null' END
            FROM pg_attribute a WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = table });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            columns.Add(reader.GetString(0));
        }

        return [.. columns.Order(StringComparer.Ordinal)];
    }
}
