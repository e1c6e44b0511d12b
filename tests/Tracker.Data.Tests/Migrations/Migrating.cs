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
public sealed class Migrating(ClusterFixture fixture)
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
    public async Task Delivery_locations_of_before_become_fences_and_what_was_delivered_there_stays_so()
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

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
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
