using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Ingest;
using Tracker.Data.Model;
using Tracker.Data.Retention;
using Tracker.Data.Tests.Cluster;
using Tracker.Geo.Reports;

namespace Tracker.Data.Tests.Retention;

[Collection(OnCluster.Name)]
public sealed class RetentionLockTests(ClusterFixture fixture) : IClassFixture<NoLeaks<RetentionLockTests>>
{
    private const int Batches = 20;
    private static readonly DateTime March = new(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    // No limit on what may be slow on a busy machine: an ingest whose lock is refused is retried, and counted.
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Ingest_goes_on_while_retention_waits_for_an_idle_reader_and_retention_ends_once_the_reader_does()
    {
        await using Database database = fixture.Open(nameof(RetentionLockTests) + " retention");
        ReportRetention retention = await ReadyAsync(
            database, [.. ReportRetentionTests.OfDays(-40, 5, trackers: 8), .. ReportRetentionTests.OfDays(3, 1, trackers: 8)]);

        await using NpgsqlDataSource source = NpgsqlDataSource.Create(fixture.WriteConnectionString);
        await using NpgsqlConnection reader = await source.OpenConnectionAsync();
        await using NpgsqlTransaction reading = await reader.BeginTransactionAsync();
        await using (NpgsqlCommand read = new("SELECT count(*) FROM location_reports", reader, reading))
        {
            await read.ExecuteScalarAsync();
        }

        Task<IReadOnlyList<DateTime>> dropping = DropAsync(retention);
        await StoreAsync(source);
        Assert.False(dropping.IsCompleted, "Retention has not waited for the reader.");
        await reading.RollbackAsync();

        Assert.Equal([March.AddMonths(-2)], await dropping);
        Assert.Equal(March, (await retention.StateAsync(CancellationToken.None)).DroppedBefore);
    }

    [Fact]
    public async Task Kept_reports_are_not_copied_while_an_idle_reader_blocks()
    {
        await using Database database = fixture.Open(nameof(RetentionLockTests) + " retention");
        ReportRetention retention = await ReadyAsync(database, ReportRetentionTests.OfDays(-40, 5, trackers: 8));
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(fixture.WriteConnectionString);
        // The copy would find that one is missing, and fail.
        await using (NpgsqlCommand damage = source.CreateCommand("UPDATE kept_reports SET fingerprint = fingerprint + 1 WHERE consumer = 'tracker-status'"))
        {
            await damage.ExecuteNonQueryAsync();
        }

        await using (NpgsqlConnection reader = await source.OpenConnectionAsync())
        {
            await using NpgsqlTransaction reading = await reader.BeginTransactionAsync();
            await using NpgsqlCommand read = new("SELECT count(*) FROM location_reports", reader, reading);
            await read.ExecuteScalarAsync();

            Assert.Empty(await retention.AdvanceAsync(March, CancellationToken.None));
            Assert.NotNull(retention.BlockedBy);
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => retention.AdvanceAsync(March, CancellationToken.None));
    }

    [Fact]
    public async Task Who_blocks_is_told_with_the_partition()
    {
        await using Database database = fixture.Open(nameof(RetentionLockTests) + " retention");
        ReportRetention retention = await ReadyAsync(database, ReportRetentionTests.OfDays(-40, 5, trackers: 8));
        await using NpgsqlDataSource source = NpgsqlDataSource.Create($"{fixture.WriteConnectionString};Application Name=month-reader");
        await using NpgsqlConnection reader = await source.OpenConnectionAsync();
        await using NpgsqlTransaction reading = await reader.BeginTransactionAsync();
        await using NpgsqlCommand read = new("SELECT count(*) FROM location_reports_2026_01", reader, reading);
        await read.ExecuteScalarAsync();

        Assert.Empty(await retention.AdvanceAsync(March, CancellationToken.None));

        Assert.Matches(
            "^at the partition location_reports_2026_01: .*pid [0-9]+ \\(month-reader\\) idle in transaction since .* holding location_reports_2026_01",
            retention.BlockedBy);
    }

    [Fact]
    public async Task Ingest_of_other_shards_goes_on_while_the_horizon_waits_for_one_shard()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(RetentionLockTests) + " retention");
        await using Database ingesting = fixture.Open(nameof(RetentionLockTests) + " ingest", options => options with { LockTimeout = LongWait });
        await Stock.StoreAsync(database, ReportRetentionTests.OfDays(3, 1, trackers: 64));
        await using WriteScope slow = await database.WriteAsync(CancellationToken.None);
        await ExecuteAsync(slow, "SELECT FROM report_shards WHERE shard = 63 FOR UPDATE");

        Task<IReadOnlyList<DateTime>> raising = new ReportRetention(database).AdvanceAsync(March, CancellationToken.None);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(fixture.WriteConnectionString);
        await Eventually.TrueAsync(
            async () =>
            {
                await using NpgsqlCommand waits = source.CreateCommand(
                    "SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'RetentionLockTests retention' AND wait_event_type = 'Lock'");
                return (bool)(await waits.ExecuteScalarAsync())!;
            },
            "raising the horizon waits for the shard");
        for (int shard = 0; shard < ReportShard.Count - 1; shard++)
        {
            await using WriteScope ingest = await ingesting.WriteAsync(CancellationToken.None);
            await ExecuteAsync(ingest, $"UPDATE report_shards SET head = head WHERE shard = {shard}");
            await ingest.CommitAsync(CancellationToken.None);
        }

        await slow.CommitAsync(CancellationToken.None);
        await raising;
        Assert.Equal(64, await Pipeline.Tallying.CountAsync(database, "SELECT count(*) FROM report_shards JOIN retention USING (horizon) WHERE horizon > '2026-03-01Z'"));
    }

    // A month that only its locks keep from being dropped.
    private async Task<ReportRetention> ReadyAsync(Database database, NewReport[] reports)
    {
        await fixture.ResetAsync();
        await Stock.StoreAsync(database, reports);
        ReportRetention retention = new(database);
        await retention.AdvanceAsync(March, CancellationToken.None);
        await ReportRetentionTests.SettleAsync(database, Consumers.LocationAggregator, Consumers.GeofenceProcessor, Consumers.TrackerStatus);
        return retention;
    }

    private static async Task ExecuteAsync(WriteScope write, string sql)
    {
        await using NpgsqlCommand command = write.Command(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<IReadOnlyList<DateTime>> DropAsync(ReportRetention retention)
    {
        List<DateTime> dropped = [];
        while ((await retention.StateAsync(CancellationToken.None)).DroppedBefore < March)
        {
            dropped.AddRange(await retention.AdvanceAsync(March, CancellationToken.None));
        }

        return dropped;
    }

    // Until enough batches are stored, some of them after retention was seen waiting for its lock.
    private async Task StoreAsync(NpgsqlDataSource source)
    {
        await using Database database = fixture.Open(nameof(RetentionLockTests) + " ingest", options => options with { LockTimeout = LongWait });
        int claim = (await Stock.ClaimAsync(database)).Id;
        Ingestor ingestor = new(database, TimeProvider.System);
        bool hasWaited = false;
        for (int batch = 0, after = 0; batch < Batches || after < Batches; batch++, after += hasWaited ? 1 : 0)
        {
            IngestResult result = await ingestor.StoreAsync(
                claim, true, [.. ReportRetentionTests.OfDays(5, 1, trackers: 64).Select(report => report with { RecordedAt = report.RecordedAt.AddSeconds(batch) })], CancellationToken.None);
            Assert.Equal(64, result.Stored);
            await using NpgsqlCommand waits = source.CreateCommand(
                $"SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = '{nameof(RetentionLockTests)} retention' AND wait_event_type = 'Lock'");
            hasWaited |= (bool)(await waits.ExecuteScalarAsync())!;
        }

        Assert.Equal(0, database.Statistics().Retries);
    }
}
