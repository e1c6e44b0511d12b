using System.Net;
using EndToEnd.Tests.Workers;
using Npgsql;
using Tracker.Data.Migrations;

namespace EndToEnd.Tests;

[Collection(OnCluster.Name)]
public sealed class SchemaTests(ClusterFixture fixture)
{
    [Fact]
    public async Task Workers_on_an_empty_schema_name_the_remedy_once_are_not_ready_and_go_on_after_the_migration()
    {
        await using Pipeline pipeline = await Pipeline.EmptyAsync(fixture);
        await ExecuteAsync("DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO tracker_read");
        pipeline.Fleet.Start(WorkerBinary.All);
        foreach (string name in pipeline.Fleet.Names)
        {
            await WorkerMetrics.ThereAsync(pipeline.Fleet, name);
            (HttpStatusCode code, string body) = await WorkerMetrics.ReadinessAsync(pipeline.Fleet, name);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, code);
            Assert.Contains("./tracker migrate", body, StringComparison.Ordinal);
        }

        await SchemaMigrator.MigrateAsync(fixture.Options("migrator"), TimeProvider.System, CancellationToken.None);
        using TemporaryFiles files = new();
        await pipeline.Sources.AddAsync("good", files.Write("good.csv", "tracker,time,latitude,longitude\nt1,2026-01-01T00:00:00Z,48,16\n"));

        await pipeline.Results.UntilAsync(
            "(SELECT count(*) = 3 FROM consumer_cursors JOIN report_shards USING (shard) WHERE head = 1 AND position = 1)", "the report is processed");
        foreach (string name in pipeline.Fleet.Names)
        {
            await Eventually.TrueAsync(
                async () => (await WorkerMetrics.ReadinessAsync(pipeline.Fleet, name)).Code == HttpStatusCode.OK, $"{name} is ready");
            IReadOnlyList<string> log = pipeline.Fleet.Log(name);
            Assert.Single(log, line => line.Contains("./tracker migrate", StringComparison.Ordinal));
            Assert.DoesNotContain(log, line => line.StartsWith("   at ", StringComparison.Ordinal));
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(fixture.WriteConnectionString);
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
