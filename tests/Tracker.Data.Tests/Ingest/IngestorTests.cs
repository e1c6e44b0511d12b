using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tracker.Data.Ingest;
using Tracker.Data.Model;
using Tracker.Data.Tests.Cluster;
using Tracker.Geo.Reports;

namespace Tracker.Data.Tests.Ingest;

[Collection(OnCluster.Name)]
public sealed class IngestorTests(ClusterFixture fixture) : IClassFixture<NoLeaks<IngestorTests>>
{
    [Fact]
    public async Task Each_report_is_stored_once_however_often_it_comes()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(IngestorTests));
        NewReport[] reports = Stock.Reports(5_000, 50);

        IngestResult first = await Stock.StoreAsync(database, [.. reports, .. reports[..100]]);
        IngestResult again = await Stock.StoreAsync(database, reports);

        Assert.Equal((5_000, 100), (first.Stored, first.Duplicates));
        Assert.Equal((0, 5_000), (again.Stored, again.Duplicates));
        await using ReadScope read = await database.ReadAsync(ReadConsistency.Primary, CancellationToken.None);
        Assert.Equal(5_000, await read.Query<LocationReport>().CountAsync());
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1e-60)]
    [InlineData(1e300)]
    [InlineData(double.NaN)]
    public async Task An_accuracy_that_cannot_be_a_weight_is_refused_by_the_table(double accuracy)
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(IngestorTests));
        NewReport report = Stock.Reports(1, 1)[0] with { AccuracyMetres = accuracy };

        // Past the rules, as a reader with a fault would.
        PostgresException refused = await Assert.ThrowsAsync<PostgresException>(() => Stock.StoreAsync(database, [report]));

        Assert.Equal("location_reports_accuracy_known", refused.ConstraintName);
        Assert.Equal(1, (await Stock.StoreAsync(database, [ReportRules.Normalize(report)])).Stored);
    }

    [Fact]
    public async Task Concurrent_ingests_of_the_same_reports_store_each_once_and_leave_no_gap()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(IngestorTests));
        NewReport[] reports = Stock.Reports(8_000, 200);
        int source = (await Stock.ClaimAsync(database)).Id;

        IngestResult[] results = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => new Ingestor(database, TimeProvider.System)
            .StoreAsync(source, true, [.. reports.Skip(i * 1_000).Take(5_000)], CancellationToken.None)));

        Assert.Equal(8_000, results.Sum(result => result.Stored));
        await using ReadScope read = await database.ReadAsync(ReadConsistency.Primary, CancellationToken.None);
        await using ReadCommand command = read.Command("""
            SELECT count(*) FROM report_shards s
            WHERE s.head <> (SELECT count(*) FROM location_reports r WHERE r.shard = s.shard)
               OR s.head <> (SELECT coalesce(max(position), 0) FROM location_reports r WHERE r.shard = s.shard)
            """);
        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Concurrent_ingests_create_the_months_that_reports_need()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(IngestorTests));
        int source = (await Stock.ClaimAsync(database)).Id;
        NewReport[] reports = [.. Stock.Reports(240, 8).Select((report, i) => report with { RecordedAt = Stock.Start.AddMonths(-(i % 24)) })];

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new Ingestor(database, TimeProvider.System).StoreAsync(source, true, reports, CancellationToken.None)));

        await using ReadScope read = await database.ReadAsync(ReadConsistency.Primary, CancellationToken.None);
        await using ReadCommand command = read.Command("SELECT count(*) FROM pg_inherits WHERE inhparent = 'location_reports'::regclass");
        Assert.Equal(24L, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Reports_of_unknown_trackers_are_returned_if_the_source_registers_none()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(IngestorTests));
        await Stock.StoreAsync(database, Stock.Reports(10, 2));
        int source = (await Stock.ClaimAsync(database)).Id;

        IngestResult result = await new Ingestor(database, TimeProvider.System).StoreAsync(
            source, registerTrackers: false, [.. Stock.Reports(4, 2, from: 100), .. Stock.Reports(3, 1, prefix: "stranger")], CancellationToken.None);

        Assert.Equal((4, 0), (result.Stored, result.Duplicates));
        Assert.All(result.Unknown, report => Assert.StartsWith("stranger", report.TrackerKey));
        Assert.Equal(3, result.Unknown.Count);
    }

    [Fact]
    public async Task A_replica_shows_a_prefix_of_every_shard_at_any_moment()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(IngestorTests));
        int source = (await Stock.ClaimAsync(database)).Id;
        Task writers = Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            var ingestor = new Ingestor(database, TimeProvider.System);
            for (int i = 0; i < 12; i++)
            {
                await ingestor.StoreAsync(source, true, Stock.Reports(1_500, 97, from: (i * 20_000) + (writer * 700)), CancellationToken.None);
            }
        })));

        int snapshots = 0;
        int withReports = 0;
        while (!writers.IsCompleted || snapshots < 20)
        {
            await using ReadScope read = await database.ReadAsync(ReadConsistency.Eventual, CancellationToken.None, snapshot: true);
            await using ReadCommand command = read.Command("""
                SELECT coalesce(sum(s.head), 0)::bigint, count(*) FILTER (WHERE s.head <> coalesce(r.number, 0) OR s.head <> coalesce(r.last, 0))
                FROM report_shards s
                LEFT JOIN (SELECT shard, count(*) AS number, max(position) AS last FROM location_reports GROUP BY shard) r ON r.shard = s.shard
                """);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            Assert.Equal(NodeRole.Replica, read.Route.Role);
            Assert.Equal(0L, reader.GetInt64(1));
            snapshots++;
            withReports += reader.GetInt64(0) > 0 ? 1 : 0;
        }

        await writers;
        Assert.True(withReports > 5, $"Only {withReports} of {snapshots} snapshots showed reports.");
    }
}
