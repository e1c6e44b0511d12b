using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Erasing;
using Tracker.Data.Ingest;
using Tracker.Data.Tests.Cluster;
using Tracker.Geo.Reports;

namespace Tracker.Data.Tests.Erasing;

[Collection(OnCluster.Name)]
public sealed class RefusedReportTests(ClusterFixture fixture) : IClassFixture<NoLeaks<RefusedReportTests>>
{
    [Fact]
    public async Task Reports_from_before_an_erasure_are_refused_by_every_ingestor_with_the_tracker_in_its_cache()
    {
        await using Inhabited world = await Inhabited.CreateAsync(fixture, nameof(RefusedReportTests));
        SourceClaim claim = await Stock.ClaimAsync(world.Database);
        Ingestor[] ingestors = [.. Enumerable.Range(0, 3).Select(_ => new Ingestor(world.Database, TimeProvider.System))];
        NewReport[] old = Inhabited.Reports(Inhabited.Key, 40, 12.3456);
        NewReport[] unseen = [.. old.Select(report => report with { BatteryPercent = 50 })];
        foreach (Ingestor ingestor in ingestors)
        {
            Assert.Equal(40, (await ingestor.StoreAsync(claim.Id, true, [.. old, .. Stock.Reports(700, 140)], CancellationToken.None)).Duplicates - 700);
        }

        await world.PassAsync();
        Assert.NotNull(await world.EraseAsync());

        foreach (Ingestor ingestor in ingestors)
        {
            IngestResult again = await ingestor.StoreAsync(claim.Id, true, [.. old, .. unseen, .. Stock.Reports(700, 140)], CancellationToken.None);
            Assert.Equal((0, 700, 0, 80), (again.Stored, again.Duplicates, again.Unknown.Count, again.Erased));
        }

        await world.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Reports_from_after_an_erasure_register_the_tracker_again()
    {
        await using Inhabited world = await Inhabited.CreateAsync(fixture, nameof(RefusedReportTests));
        SourceClaim claim = await Stock.ClaimAsync(world.Database);
        Ingestor ingestor = new(world.Database, TimeProvider.System);
        await ingestor.StoreAsync(claim.Id, true, Inhabited.Reports(Inhabited.Key, 1, 12.3456), CancellationToken.None);
        await world.PassAsync();
        DateTime before = (await world.EraseAsync())!.Erasure.ErasedBefore;

        NewReport[] around = [.. Inhabited.Reports(Inhabited.Key, 5, 12.3456), .. Inhabited.Reports(Inhabited.Key, 5, 49, before)];
        IngestResult result = await ingestor.StoreAsync(claim.Id, true, around, CancellationToken.None);
        IngestResult elsewhere = await new Ingestor(world.Database, TimeProvider.System).StoreAsync(claim.Id, true, around, CancellationToken.None);

        Assert.Equal((5, 0, 5), (result.Stored, result.Duplicates, result.Erased));
        Assert.Equal((0, 5, 5), (elsewhere.Stored, elsewhere.Duplicates, elsewhere.Erased));
        long id = await world.ScalarAsync<long>($"SELECT id FROM trackers WHERE key = '{Inhabited.Key}'");
        Assert.NotEqual(world.TrackerId, id);
        // It can be erased again, with what it said since.
        await world.PassAsync();
        Assert.Equal("{\"trackers\": 1, \"location_reports\": 5}", (await world.EraseAsync())!.Erasure.Rows);
        Assert.Equal(10, (await ingestor.StoreAsync(claim.Id, true, around, CancellationToken.None)).Erased);
        await world.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task A_report_stored_with_a_clock_ahead_of_time_is_refused_after_the_erasure()
    {
        await using Inhabited world = await Inhabited.CreateAsync(fixture, nameof(RefusedReportTests));
        SourceClaim claim = await Stock.ClaimAsync(world.Database);
        Ingestor ingestor = new(world.Database, TimeProvider.System);
        NewReport[] ahead = [ReportRules.Normalize(Inhabited.Reports(Inhabited.Key, 1, 12.3456, TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(50))[0])];
        Assert.Equal(1, (await ingestor.StoreAsync(claim.Id, true, ahead, CancellationToken.None)).Stored);
        await world.PassAsync();
        Assert.NotNull(await world.EraseAsync());

        Assert.Equal(1, (await ingestor.StoreAsync(claim.Id, true, ahead, CancellationToken.None)).Erased);
        await world.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Reports_that_arrive_during_an_erasure_are_stored_only_from_its_moment_on()
    {
        await using Inhabited world = await Inhabited.CreateAsync(fixture, nameof(RefusedReportTests));
        SourceClaim claim = await Stock.ClaimAsync(world.Database);
        using var ended = new CancellationTokenSource();
        using var passedOn = new CancellationTokenSource();
        Task workers = PassAsync(world, passedOn.Token);
        Task<long>[] streams = [.. Enumerable.Range(0, 3).Select(i => StreamAsync(world, claim.Id, i, ended.Token))];
        await Eventually.TrueAsync(async () => await world.ScalarAsync<long>($"SELECT count(*) FROM location_reports WHERE tracker_id = {world.TrackerId}") > 300, "reports stream in");

        DateTime before = (await world.EraseAsync())!.Erasure.ErasedBefore;
        await Eventually.TrueAsync(async () => await world.ScalarAsync<long>($"SELECT count(*) FROM trackers t JOIN location_reports r ON r.tracker_id = t.id WHERE t.key = '{Inhabited.Key}'") > 300, "they go on");
        await ended.CancelAsync();
        long acknowledged = (await Task.WhenAll(streams)).Sum();
        await passedOn.CancelAsync();
        await workers;

        Assert.Empty(await Remains.OfAsync(fixture.WriteConnectionString, world.TrackerId));
        long kept = await world.ScalarAsync<long>($"SELECT count(*) FROM location_reports r JOIN trackers t ON t.id = r.tracker_id WHERE t.key = '{Inhabited.Key}'");
        Assert.Equal(kept, await world.ScalarAsync<long>($"SELECT count(*) FROM location_reports r JOIN trackers t ON t.id = r.tracker_id WHERE t.key = '{Inhabited.Key}' AND recorded_at >= '{before:O}'"));
        // What was acknowledged is there, or it is counted as erased.
        Assert.Equal(acknowledged + 40, kept + await world.ScalarAsync<long>("SELECT sum((rows->>'location_reports')::bigint)::bigint FROM erasures"));
    }

    [Fact]
    public async Task An_erased_tracker_differs_from_an_unknown_one_where_a_source_registers_no_trackers()
    {
        await using Inhabited world = await Inhabited.CreateAsync(fixture, nameof(RefusedReportTests));
        await world.PassAsync();
        DateTime before = (await world.EraseAsync())!.Erasure.ErasedBefore;
        SourceClaim claim = await Stock.ClaimAsync(world.Database);

        IngestResult result = await new Ingestor(world.Database, TimeProvider.System).StoreAsync(
            claim.Id, false, [.. Inhabited.Reports(Inhabited.Key, 3, 12.3456), .. Inhabited.Reports(Inhabited.Key, 2, 49, before)], CancellationToken.None);

        Assert.Equal((0, 2, 3), (result.Stored, result.Unknown.Count, result.Erased));
    }

    private static async Task<long> StreamAsync(Inhabited world, int source, int number, CancellationToken ended)
    {
        Ingestor ingestor = new(world.Database, TimeProvider.System);
        long stored = 0;
        for (int i = 0; !ended.IsCancellationRequested; i++)
        {
            // Each at its own microsecond, from a moment ago until now: an erasure's moment falls between those of one batch.
            DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
            NewReport[] reports =
            [
                .. Enumerable.Range(0, 20).Select(n => new NewReport
                {
                    TrackerKey = Inhabited.Key,
                    RecordedAt = ReportRules.Normalize(Inhabited.Reports("x", 1, 49, now.AddMilliseconds(-n * 10))[0]).RecordedAt.AddMicroseconds(number),
                    Latitude = 49 + (i * 1e-6),
                    Longitude = 16,
                    BatteryPercent = number + 1,
                }),
            ];
            stored += (await ingestor.StoreAsync(source, true, reports, CancellationToken.None)).Stored;
        }

        return stored;
    }

    private static async Task PassAsync(Inhabited world, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await world.PassAsync();
            await Task.Delay(20, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
