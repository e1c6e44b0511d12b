using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
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
