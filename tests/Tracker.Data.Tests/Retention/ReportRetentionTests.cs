using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.Logging.Abstractions;
using Tracker.Data.Ingest;
using Tracker.Data.Model;
using Tracker.Data.Pipeline;
using Tracker.Data.Retention;
using Tracker.Data.Tests.Cluster;
using Tracker.Data.Tests.Pipeline;
using Tracker.Geo.Reports;
using Tracker.Tests;

namespace Tracker.Data.Tests.Retention;

[Collection(OnCluster.Name)]
public sealed class ReportRetentionTests(ClusterFixture fixture) : IClassFixture<NoLeaks<ReportRetentionTests>>
{
    private static readonly DateTime March = new(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Horizon = RetentionPlan.Horizon(March);

    [Fact]
    public async Task Months_are_dropped_after_every_consumer_has_handed_over_and_the_reports_that_they_keep_stay()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(ReportRetentionTests));
        await Stock.StoreAsync(database, [.. OfDays(-40, 10, trackers: 30), .. OfDays(-70, 3, trackers: 10), .. OfDays(3, 5, trackers: 30)]);
        ReportRetention retention = new(database);

        Assert.Empty(await retention.AdvanceAsync(March, CancellationToken.None));
        Assert.Equal(480, await Tallying.CountAsync(database, "SELECT count(*) FROM location_reports"));
        await SettleAsync(database, Consumers.LocationAggregator, Consumers.GeofenceProcessor);
        Assert.Empty(await retention.AdvanceAsync(March, CancellationToken.None));
        Assert.Equal([Consumers.TrackerStatus], (await retention.StateAsync(CancellationToken.None)).PendingHandOvers.Keys);
        await SettleAsync(database, Consumers.TrackerStatus);

        // 40 days before it is January, 70 days before it December.
        Assert.Equal([March.AddMonths(-3), March.AddMonths(-2)], await retention.AdvanceAsync(March, CancellationToken.None));

        Assert.Equal(30, await Tallying.CountAsync(database, "SELECT count(*) FROM location_reports WHERE recorded_at < '2026-03-01 00:00Z'"));
        Assert.Equal(150, await Tallying.CountAsync(database, "SELECT count(*) FROM location_reports WHERE recorded_at >= '2026-03-01 00:00Z'"));
        Assert.Equal(0, await Tallying.CountAsync(database, """
            SELECT count(*) FROM location_reports r JOIN kept_reports k USING (tracker_id, recorded_at, fingerprint)
            WHERE NOT EXISTS (SELECT FROM location_reports_kept t WHERE t.tracker_id = r.tracker_id AND t.position = r.position)
            """));
        Assert.False((await retention.StateAsync(CancellationToken.None)).IsUnderWay);
        Assert.Empty(await retention.AdvanceAsync(March, CancellationToken.None));
    }

    [Fact]
    public async Task Reports_that_no_consumer_keeps_any_more_are_dropped_with_the_next_month()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(ReportRetentionTests));
        await Stock.StoreAsync(database, [.. OfDays(-20, 5, trackers: 8), .. OfDays(5, 5, trackers: 8), .. OfDays(40, 5, trackers: 8)]);
        await DropAsync(database, March);

        await DropAsync(database, March.AddMonths(1));

        Assert.Equal(8, await Tallying.CountAsync(database, "SELECT count(*) FROM location_reports WHERE recorded_at < '2026-04-01 00:00Z'"));
        Assert.Equal(8, await Tallying.CountAsync(database, "SELECT count(*) FROM location_reports_kept WHERE recorded_at >= '2026-03-10 00:00Z'"));
        Assert.Equal(40, await Tallying.CountAsync(database, "SELECT count(*) FROM location_reports WHERE recorded_at >= '2026-04-01 00:00Z'"));
        Assert.Equal(2, await Tallying.CountAsync(database, "SELECT count(*) FROM pg_inherits WHERE inhparent = 'location_reports'::regclass"));
    }

    [Fact]
    public async Task Reports_before_the_horizon_are_refused_and_dropped_months_are_not_created_again()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(ReportRetentionTests));
        await Stock.StoreAsync(database, OfDays(-20, 5, trackers: 8));
        await DropAsync(database, March);

        NewReport[] old = [.. OfDays(-25, 3, trackers: 8), .. OfDays(-400, 1, trackers: 3), .. OfDays(1, 1, trackers: 4)];
        IngestResult result = await Stock.StoreAsync(database, [.. old, .. OfDays(2, 1, trackers: 5)]);

        Assert.Equal((5, 0), (result.Stored, result.Duplicates));
        Assert.Equal(old.ToHashSet(), result.TooOld.ToHashSet());
        Assert.Equal(2, await Tallying.CountAsync(database, "SELECT count(*) FROM pg_inherits WHERE inhparent = 'location_reports'::regclass"));
    }

    [Fact]
    public async Task No_report_before_the_horizon_is_stored_after_it_is_raised_during_ingests()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(ReportRetentionTests));
        await Stock.StoreAsync(database, OfDays(-20, 1, trackers: 64));
        int source = (await Stock.ClaimAsync(database)).Id;
        using CancellationTokenSource raised = new();
        Task<(int Stored, int TooOld)>[] ingests = [.. Enumerable.Range(0, 4).Select(i => IngestAsync(database, source, i, raised.Token))];
        await Eventually.TrueAsync(
            async () => await Tallying.CountAsync(database, "SELECT sum(head)::bigint FROM report_shards") > 1_000, "reports are coming in");

        await new ReportRetention(database).AdvanceAsync(March, CancellationToken.None);
        const string old = "SELECT count(*) FROM location_reports WHERE recorded_at < '2026-03-03 00:00Z'";
        long before = await Tallying.CountAsync(database, old);
        await raised.CancelAsync();
        (int Stored, int TooOld)[] done = await Task.WhenAll(ingests);

        Assert.Equal(before, await Tallying.CountAsync(database, old));
        Assert.Equal(before, 64 + done.Sum(ingest => ingest.Stored));
        Assert.True(done.Sum(ingest => ingest.TooOld) > 0);
    }

    [Fact]
    public async Task The_first_of_two_concurrent_requests_decides_the_months()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(ReportRetentionTests));
        await Stock.StoreAsync(database, [.. OfDays(-20, 5, trackers: 8), .. OfDays(5, 5, trackers: 8)]);
        await using WriteScope first = await database.WriteAsync(CancellationToken.None);
        await ExecuteAsync(first.Command("SELECT FROM retention FOR UPDATE"));

        // The other one has seen that nothing is under way.
        Task<IReadOnlyList<DateTime>> other = new ReportRetention(database).AdvanceAsync(March.AddMonths(1), CancellationToken.None);
        await Eventually.TrueAsync(
            async () => await Tallying.CountAsync(database, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FROM retention FOR UPDATE'") > 0,
            "the other one waits");
        await ExecuteAsync(first.Command("INSERT INTO settlements (consumer, shard, tracker_id) SELECT 'tracker-status', shard, id FROM trackers"));
        await ExecuteAsync(first.Command("UPDATE retention SET horizon = $1, settling_before = $1", March));
        await first.CommitAsync(CancellationToken.None);

        Assert.Empty(await other);
        Assert.Equal(March, (await new ReportRetention(database).StateAsync(CancellationToken.None)).HandOverBefore);
    }

    [Fact]
    public async Task A_batch_computed_from_dropped_months_is_discarded()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(ReportRetentionTests));
        await Stock.StoreAsync(database, OfDays(-20, 5, trackers: 1));
        ReportRetention retention = new(database);
        await retention.AdvanceAsync(March, CancellationToken.None);
        await SettleAsync(database, Consumers.LocationAggregator, Consumers.GeofenceProcessor, Consumers.TrackerStatus);
        await Stock.StoreAsync(database, OfDays(5, 1, trackers: 1));

        IReadOnlyList<DateTime> dropped = [];
        ShardPipeline pipeline = Pipeline(database, new Keeper(Consumers.LocationAggregator, async () => dropped = await retention.AdvanceAsync(March, CancellationToken.None)));
        BatchOutcome outcome = BatchOutcome.Idle;
        await Eventually.TrueAsync(async () => (outcome = await pipeline.RunBatchAsync(CancellationToken.None)) != BatchOutcome.Idle, "a replica shows the new report");

        Assert.Single(dropped);
        Assert.Equal(BatchOutcome.Stale, outcome);
    }

    [Fact]
    public async Task Nothing_is_dropped_if_a_report_that_a_consumer_keeps_is_missing()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(ReportRetentionTests));
        await Stock.StoreAsync(database, OfDays(-20, 5, trackers: 3));
        ReportRetention retention = new(database);
        await retention.AdvanceAsync(March, CancellationToken.None);
        await SettleAsync(database, Consumers.LocationAggregator, Consumers.GeofenceProcessor, Consumers.TrackerStatus);
        await database.WriteAsync(
            async (write, ct) =>
            {
                await using Npgsql.NpgsqlCommand damage = write.Command("UPDATE kept_reports SET fingerprint = fingerprint + 1 WHERE consumer = 'tracker-status'");
                await damage.ExecuteNonQueryAsync(ct);
            },
            CancellationToken.None);

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => retention.AdvanceAsync(March, CancellationToken.None));

        Assert.Contains("Nothing was dropped", error.Message, StringComparison.Ordinal);
        Assert.Equal(15, await Tallying.CountAsync(database, "SELECT count(*) FROM location_reports"));
    }

    private static async Task<(int Stored, int TooOld)> IngestAsync(Database database, int source, int number, CancellationToken raised)
    {
        (int stored, int tooOld) = (0, 0);
        // A round more after the horizon is known to be raised.
        for (int round = 0, last = int.MaxValue; round <= last; round++)
        {
            IngestResult result = await new Ingestor(database, TimeProvider.System).StoreAsync(
                source, registerTrackers: true, [.. OfDays(-20, 1, trackers: 64).Select(report => report with { RecordedAt = report.RecordedAt.AddSeconds((round * 4) + number + 1) })], CancellationToken.None);
            (stored, tooOld) = (stored + result.Stored, tooOld + result.TooOld.Count);
            last = raised.IsCancellationRequested ? Math.Min(last, round + 1) : last;
        }

        return (stored, tooOld);
    }

    /// <summary>A report a day and tracker, from a day after the first of March on.</summary>
    internal static NewReport[] OfDays(int first, int days, int trackers) =>
    [
        .. from day in Enumerable.Range(first, days)
           from tracker in Enumerable.Range(0, trackers)
           select new NewReport { TrackerKey = $"t{tracker}", RecordedAt = March.AddDays(day).AddSeconds(tracker * 1_000), Latitude = 48 + (tracker * 0.01), Longitude = 16 },
    ];

    private static async Task ExecuteAsync(Npgsql.NpgsqlCommand command)
    {
        await using (command)
        {
            await command.ExecuteNonQueryAsync();
        }
    }

    private static async Task DropAsync(Database database, DateTime before)
    {
        ReportRetention retention = new(database);
        await retention.AdvanceAsync(before, CancellationToken.None);
        await SettleAsync(database, Consumers.LocationAggregator, Consumers.GeofenceProcessor, Consumers.TrackerStatus);
        await retention.AdvanceAsync(before, CancellationToken.None);
        Assert.Equal(before, (await retention.StateAsync(CancellationToken.None)).DroppedBefore);
    }

    internal static async Task SettleAsync(Database database, params string[] consumers)
    {
        foreach (string consumer in consumers)
        {
            ShardPipeline pipeline = Pipeline(database, new Keeper(consumer));
            await Eventually.TrueAsync(
                async () =>
                {
                    while (await pipeline.RunBatchAsync(CancellationToken.None) != BatchOutcome.Idle)
                    {
                    }

                    return await Tallying.CountAsync(database, $"SELECT count(*) FROM settlements WHERE consumer = '{consumer}'") == 0;
                },
                $"{consumer} has settled");
        }
    }

    private static ShardPipeline Pipeline(Database database, IShardConsumer consumer) => new(database, consumer, batchSize: 500, NullLogger.Instance);
}
