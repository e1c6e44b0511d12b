using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Data.Ingest;
using Tracker.Data.Tests.Cluster;
using Tracker.Tests;

namespace Tracker.Data.Tests.Ingest;

[Collection(OnCluster.Name)]
public sealed class Failing_sources(ClusterFixture fixture) : IClassFixture<NoLeaks<Failing_sources>>
{
    [Fact]
    public async Task A_feed_that_is_read_often_is_due_again_after_any_failure_and_a_file_that_is_read_once_is_not()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(Failing_sources));
        var ledger = new SourceLedger(database, TimeSpan.FromMinutes(1));
        await ledger.RegisterAsync("file", "csv", "x.csv", "{}", true, every: null, CancellationToken.None);
        await ledger.FailAsync((await ledger.ClaimAsync(CancellationToken.None))!, "not a CSV", retryAfter: null, CancellationToken.None);
        Assert.Null(await ledger.ClaimAsync(CancellationToken.None));

        await ledger.RegisterAsync("feed", "gtfs-rt", "http://127.0.0.1:1/", "{}", true, TimeSpan.FromMilliseconds(1), CancellationToken.None);
        await ledger.FailAsync((await ledger.ClaimAsync(CancellationToken.None))!, "404", retryAfter: null, CancellationToken.None);
        SourceClaim? claim = null;
        await Eventually.TrueAsync(async () => (claim = await ledger.ClaimAsync(CancellationToken.None)) is not null, "the interval is over");
        Assert.Equal(("feed", 1), (claim!.Name, claim.Failures));
    }

    [Fact]
    public async Task A_claim_that_is_renewed_is_not_taken_over_though_nothing_was_stored_for_longer_than_a_lease()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(Failing_sources));
        var hasty = new SourceLedger(database, TimeSpan.FromMilliseconds(1));
        await hasty.RegisterAsync("slow", "gtfs-rt", "http://127.0.0.1:1/", "{}", true, every: null, CancellationToken.None);
        SourceClaim claim = (await hasty.ClaimAsync(CancellationToken.None))!;

        await new SourceLedger(database, TimeSpan.FromMinutes(1)).RenewAsync(claim, CancellationToken.None);

        Assert.Null(await hasty.ClaimAsync(CancellationToken.None));
    }
}
