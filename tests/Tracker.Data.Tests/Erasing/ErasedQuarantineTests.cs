using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Erasing;
using Tracker.Data.Ingest;
using Tracker.Data.Model;
using Tracker.Data.Tests.Cluster;
using Tracker.Geo.Reports;

namespace Tracker.Data.Tests.Erasing;

[Collection(OnCluster.Name)]
public sealed class ErasedQuarantineTests(ClusterFixture fixture) : IClassFixture<NoLeaks<ErasedQuarantineTests>>
{
    private static readonly NewReport Report = Inhabited.Reports(Inhabited.Key, 1, 12.3456)[0];

    [Fact]
    public async Task Rows_of_the_erased_tracker_are_deleted_and_those_of_trackers_with_similar_keys_stay()
    {
        await using Inhabited world = await Inhabited.CreateAsync(fixture, nameof(ErasedQuarantineTests));
        await world.PassAsync();
        (SourceLedger ledger, SourceClaim claim) = await ClaimAsync(world.Database);
        QuarantinedReport[] kept =
        [
            new(RejectionReason.InFuture, "ahead", "of another", Report with { TrackerKey = Inhabited.Namesake, Latitude = 48 }),
            new(RejectionReason.MissingTime, "no time", "tag-7f3ab,,48,16", TrackerKey: Inhabited.Namesake),
            new(RejectionReason.Malformed, "torn", "tag-7f3ab,torn"),
            new(RejectionReason.Malformed, "torn", "my-tag-7f3ab,torn"),
        ];
        QuarantinedReport[] gone =
        [
            new(RejectionReason.InFuture, "ahead", "its own", Report),
            new(RejectionReason.MissingTime, "no time", "?,,12.3456,16", TrackerKey: Inhabited.Key),
            new(RejectionReason.Malformed, "torn", "tag-7f3a,torn"),
            new(RejectionReason.Malformed, "torn", """{"id": "tag-7f3a", "lat"""),
        ];
        await ledger.AdvanceAsync(claim, "1", 8, 0, [.. kept, .. gone], CancellationToken.None);

        ErasureResult result = (await world.EraseAsync())!;

        await world.AssertNothingIsLeftAsync();
        Assert.Contains("\"rejected_reports\": 4", result.Erasure.Rows, StringComparison.Ordinal);
        IReadOnlyList<(string Source, QuarantinedReport Report)> left = await new Quarantine(world.Database, TimeProvider.System).ListAsync(new QuarantineFilter(), 20, CancellationToken.None);
        Assert.Equal(kept.Select(input => input.Payload), left.Select(entry => entry.Report.Payload).Reverse());
    }

    [Fact]
    public async Task Reports_from_before_the_erasure_are_counted_and_not_kept()
    {
        await using Inhabited world = await Inhabited.CreateAsync(fixture, nameof(ErasedQuarantineTests));
        await world.PassAsync();
        DateTime before = (await world.EraseAsync())!.Erasure.ErasedBefore;
        (SourceLedger ledger, SourceClaim? claim) = await ClaimAsync(world.Database);
        QuarantinedReport refused = new(RejectionReason.Erased, "", "");
        for (int i = 1; i <= 2; i++)
        {
            claim = await ledger.AdvanceAsync(
                claim!,
                $"{i}",
                6,
                0,
                [refused, refused, new(RejectionReason.NullIsland, "(0, 0)", "tag-7f3a,0,0", Report), new(RejectionReason.MissingTime, "", "tag-7f3a,,12.3456", TrackerKey: Inhabited.Key),
                 new(RejectionReason.InFuture, "ahead", "later", Report with { RecordedAt = before, Latitude = 49, TrackerKey = Inhabited.Key + "b" })],
                CancellationToken.None);
        }

        Quarantine quarantine = new(world.Database, TimeProvider.System);
        Assert.Equal(
            [("erased", 8L, 0L), ("in_future", 1L, 1L)],
            (await quarantine.CountAsync(new QuarantineFilter(), CancellationToken.None)).Select(count => (count.Reason, count.Count, count.Retriable)));
        await world.AssertNothingIsLeftAsync();
        Assert.Equal(8, await quarantine.PurgeAsync(new QuarantineFilter(Reason: RejectionReason.Erased), CancellationToken.None));
    }

    [Fact]
    public async Task A_report_that_a_fetcher_was_about_to_quarantine_is_not_added()
    {
        await using Inhabited world = await Inhabited.CreateAsync(fixture, nameof(ErasedQuarantineTests));
        await world.PassAsync();
        (_, SourceClaim claim) = await ClaimAsync(world.Database);
        Task<ErasureResult?> erasing;
        await using (WriteScope fetcher = await world.Database.WriteAsync(CancellationToken.None))
        {
            await using NpgsqlCommand advance = fetcher.Command("UPDATE sources SET position = '1' WHERE id = $1", claim.Id);
            await advance.ExecuteNonQueryAsync();
            await using NpgsqlCommand reject = fetcher.Command(
                "INSERT INTO rejected_reports (source_id, reason, detail, payload, tracker_key) VALUES ($1, 'null_island', '', 'tag-7f3a,0,0', 'tag-7f3a')", claim.Id);
            await reject.ExecuteNonQueryAsync();
            erasing = world.EraseAsync();
            await Eventually.TrueAsync(
                async () => erasing.IsCompleted || await world.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FOR SHARE%'") > 0,
                "the erasure waits for the fetcher");
            Assert.False(erasing.IsCompleted);
            await fetcher.CommitAsync(CancellationToken.None);
        }

        Assert.NotNull(await erasing);
        await world.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Rows_of_a_key_that_was_never_registered_are_erased()
    {
        await using Inhabited world = await Inhabited.CreateAsync(fixture, nameof(ErasedQuarantineTests));
        (SourceLedger ledger, SourceClaim claim) = await ClaimAsync(world.Database);
        NewReport stranger = Report with { TrackerKey = "stranger-9", Latitude = 13.7 };
        await ledger.AdvanceAsync(claim, "1", 1, 0, [new QuarantinedReport(RejectionReason.UnknownTracker, "unknown", "stranger-9", stranger)], CancellationToken.None);

        ErasureResult result = (await world.EraseAsync("stranger-9"))!;

        Assert.Equal(("{\"rejected_reports\": 1}", null), (result.Erasure.Rows, result.Erasure.Shard));
        Assert.Empty(await Remains.OfAsync(fixture.WriteConnectionString, -1, "stranger-9", @"13\.7"));
        Assert.Equal(1, (await new Ingestor(world.Database, TimeProvider.System).StoreAsync(claim.Id, true, [stranger], CancellationToken.None)).Erased);
        Assert.Null(await world.EraseAsync("nobody"));
    }

    private static async Task<(SourceLedger Ledger, SourceClaim Claim)> ClaimAsync(Database database)
    {
        SourceLedger ledger = new(database, TimeSpan.FromMinutes(1));
        await ledger.RegisterAsync("feed", "csv", "x.csv", "{}", registerTrackers: true, every: null, CancellationToken.None);
        SourceClaim? claim = null;
        while (claim?.Name != "feed")
        {
            claim = (await ledger.ClaimAsync(CancellationToken.None))!;
        }

        return (ledger, claim);
    }
}
