using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.EntityFrameworkCore;
using Tracker.Data.Ingest;
using Tracker.Data.Model;
using Tracker.Data.Tests.Cluster;

namespace Tracker.Data.Tests.Ingest;

[Collection(OnCluster.Name)]
public sealed class SourceCatalogTests(ClusterFixture fixture) : IClassFixture<NoLeaks<SourceCatalogTests>>
{
    private static readonly SourceDefinition Feed =
        new("feed", "gtfs-rt", "http://127.0.0.1:1/", "{}", RegisterTrackers: true, new SourceSchedule(TimeSpan.FromMilliseconds(1)));

    [Fact]
    public async Task An_unchanged_source_is_left_alone_and_a_changed_one_keeps_its_position_unless_its_location_changed()
    {
        await using Database database = await OpenAsync();
        (SourceCatalog catalog, SourceLedger ledger) = (new(database), new(database, TimeSpan.FromMinutes(1)));
        Assert.True(await catalog.PutAsync(Feed, CancellationToken.None));
        SourceClaim claim = (await ledger.ClaimAsync(CancellationToken.None))!;
        await ledger.FinishAsync((await ledger.AdvanceAsync(claim, "here", 1, 0, [], CancellationToken.None))!, CancellationToken.None);

        Assert.False(await catalog.PutAsync(Feed, CancellationToken.None));
        Assert.True(await catalog.PutAsync(Feed with { Options = """{"batchSize":5}""" }, CancellationToken.None));
        Assert.Equal("here", (await ReadAsync(database)).Position);
        Assert.True(await catalog.PutAsync(Feed with { Location = "http://127.0.0.1:2/", Schedule = new SourceSchedule(Cron: "0 0/5 * * * ?") }, CancellationToken.None));
        Source moved = await ReadAsync(database);
        Assert.Equal((null, null, "0 0/5 * * * ?"), (moved.Position, moved.Every, moved.Cron));
    }

    [Fact]
    public async Task A_paused_source_is_not_read_until_it_is_resumed_and_its_reader_stores_nothing_more()
    {
        await using Database database = await OpenAsync();
        (SourceCatalog catalog, SourceLedger ledger) = (new(database), new(database, TimeSpan.FromMinutes(1)));
        await catalog.PutAsync(Feed, CancellationToken.None);
        Assert.True(await catalog.PauseAsync("feed", CancellationToken.None));
        Assert.Null(await ledger.ClaimAsync(CancellationToken.None));

        Assert.True(await catalog.ResumeAsync("feed", CancellationToken.None));
        SourceClaim reading = (await ledger.ClaimAsync(CancellationToken.None))!;
        Assert.True(await catalog.PauseAsync("feed", CancellationToken.None));
        Assert.Null(await ledger.AdvanceAsync(reading, "on", 1, 0, [], CancellationToken.None));
        Assert.False(await catalog.PauseAsync("no such", CancellationToken.None));
    }

    [Fact]
    public async Task A_source_is_due_again_when_its_fetcher_says_and_its_claim_has_the_schedule()
    {
        await using Database database = await OpenAsync();
        (SourceCatalog catalog, SourceLedger ledger) = (new(database), new(database, TimeSpan.FromMinutes(1)));
        await catalog.PutAsync(Feed with { Schedule = new SourceSchedule(TimeSpan.FromMilliseconds(1), Jitter: TimeSpan.FromSeconds(2)) }, CancellationToken.None);
        SourceClaim claim = (await ledger.ClaimAsync(CancellationToken.None))!;
        Assert.Equal(new SourceSchedule(TimeSpan.FromMilliseconds(1), Jitter: TimeSpan.FromSeconds(2)), claim.Schedule);

        Assert.True((await ledger.MarkAsync(claim, slowed: true, CancellationToken.None)).Slowed);
        await ledger.FinishAsync(claim, TimeSpan.FromHours(1), CancellationToken.None);
        Assert.Null(await ledger.ClaimAsync(CancellationToken.None));
        Assert.True((await ReadAsync(database)).Slowed);
    }

    [Fact]
    public async Task A_finished_one_time_source_is_no_longer_slowed_down()
    {
        await using Database database = await OpenAsync();
        (SourceCatalog catalog, SourceLedger ledger) = (new(database), new(database, TimeSpan.FromMinutes(1)));
        await catalog.PutAsync(Feed with { Schedule = new SourceSchedule() }, CancellationToken.None);
        SourceClaim claim = await ledger.MarkAsync((await ledger.ClaimAsync(CancellationToken.None))!, slowed: true, CancellationToken.None);
        await ledger.FinishAsync(claim, CancellationToken.None);

        Assert.False((await ReadAsync(database)).Slowed);
    }

    [Fact]
    public async Task Removing_a_source_removes_its_quarantine_and_keeps_its_reports()
    {
        await using Database database = await OpenAsync();
        (SourceCatalog catalog, SourceLedger ledger) = (new(database), new(database, TimeSpan.FromMinutes(1)));
        await catalog.PutAsync(Feed, CancellationToken.None);
        SourceClaim claim = (await ledger.ClaimAsync(CancellationToken.None))!;
        await new Ingestor(database, TimeProvider.System).StoreAsync(claim.Id, true, Stock.Reports(10, 2), CancellationToken.None);
        await ledger.AdvanceAsync(claim, "1", 1, 0, [new(Tracker.Geo.Reports.RejectionReason.Malformed, "torn", "x")], CancellationToken.None);

        Assert.True(await catalog.RemoveAsync("feed", CancellationToken.None));
        Assert.False(await catalog.RemoveAsync("feed", CancellationToken.None));
        await using ReadScope read = await database.ReadAsync(ReadConsistency.Primary, CancellationToken.None);
        Assert.Equal((0, 10), (await read.Query<QuarantinedReport>().CountAsync(), await read.Query<LocationReport>().CountAsync()));
    }

    private async Task<Database> OpenAsync()
    {
        await fixture.ResetAsync();
        return fixture.Open(nameof(SourceCatalogTests));
    }

    private static async Task<Source> ReadAsync(Database database)
    {
        await using ReadScope read = await database.ReadAsync(ReadConsistency.Primary, CancellationToken.None);
        return await read.Query<Source>().SingleAsync();
    }
}
