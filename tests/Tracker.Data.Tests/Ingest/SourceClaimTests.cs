using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.EntityFrameworkCore;
using Tracker.Data.Ingest;
using Tracker.Data.Model;
using Tracker.Data.Tests.Cluster;
using Tracker.Geo.Reports;
using Tracker.Tests;

namespace Tracker.Data.Tests.Ingest;

[Collection(OnCluster.Name)]
public sealed class SourceClaimTests(ClusterFixture fixture) : IClassFixture<NoLeaks<SourceClaimTests>>
{
    [Fact]
    public async Task A_source_is_claimed_by_only_one_fetcher()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(SourceClaimTests));
        var ledger = new SourceLedger(database, TimeSpan.FromMinutes(1));
        for (int i = 0; i < 5; i++)
        {
            await ledger.RegisterAsync($"source {i}", "csv", "x.csv", "{}", true, null, CancellationToken.None);
        }

        SourceClaim?[] claims = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => ledger.ClaimAsync(CancellationToken.None)));

        Assert.Equal(5, claims.Count(claim => claim is not null));
        Assert.Equal(5, claims.Where(claim => claim is not null).Select(claim => claim!.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_fetcher_that_lost_its_claim_cannot_move_the_position()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(SourceClaimTests));
        var hasty = new SourceLedger(database, TimeSpan.FromMilliseconds(1));
        await hasty.RegisterAsync("source", "csv", "x.csv", "{}", true, null, CancellationToken.None);
        SourceClaim first = (await hasty.ClaimAsync(CancellationToken.None))!;
        SourceClaim second = (await hasty.ClaimAsync(CancellationToken.None))!;

        Assert.Null(await hasty.AdvanceAsync(first, "mine", 10, 0, [], CancellationToken.None));
        Assert.NotNull(await hasty.AdvanceAsync(second, "yours", 10, 0, [], CancellationToken.None));

        await using ReadScope read = await database.ReadAsync(ReadConsistency.Primary, CancellationToken.None);
        Source source = await read.Query<Source>().SingleAsync();
        Assert.Equal(("yours", 10L), (source.Position, source.Received));
    }

    [Fact]
    public async Task A_quarantined_report_is_not_added_twice()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(SourceClaimTests));
        var ledger = new SourceLedger(database, TimeSpan.FromMinutes(1));
        await ledger.RegisterAsync("source", "csv", "x.csv", "{}", true, null, CancellationToken.None);
        SourceClaim claim = (await ledger.ClaimAsync(CancellationToken.None))!;
        QuarantinedReport[] rejected = [new(RejectionReason.NullIsland, "exactly (0, 0)", "bus,0,0\0"), new(RejectionReason.Malformed, "torn", "bus,1")];

        claim = (await ledger.AdvanceAsync(claim, "1", 2, 0, rejected, CancellationToken.None))!;
        await ledger.AdvanceAsync(claim, "2", 2, 0, rejected, CancellationToken.None);

        await using ReadScope read = await database.ReadAsync(ReadConsistency.Primary, CancellationToken.None);
        Assert.Equal([RejectionReason.Malformed, RejectionReason.NullIsland], await read.Query<QuarantinedReport>().Select(report => report.Reason).Order().ToListAsync());
    }

    [Fact]
    public async Task A_one_time_source_is_never_due_again_and_one_with_an_interval_is()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(SourceClaimTests));
        var ledger = new SourceLedger(database, TimeSpan.FromMinutes(1));
        await ledger.RegisterAsync("once", "csv", "x.csv", "{}", true, null, CancellationToken.None);
        await ledger.FinishAsync((await ledger.ClaimAsync(CancellationToken.None))!, CancellationToken.None);
        Assert.Null(await ledger.ClaimAsync(CancellationToken.None));

        await ledger.RegisterAsync("often", "simulator", "", "{}", true, TimeSpan.FromMilliseconds(1), CancellationToken.None);
        await ledger.FinishAsync((await ledger.ClaimAsync(CancellationToken.None))!, CancellationToken.None);
        await Eventually.TrueAsync(async () => (await ledger.ClaimAsync(CancellationToken.None))?.Name == "often", "the interval is over");
    }
}
