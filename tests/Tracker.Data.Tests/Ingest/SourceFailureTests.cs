using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Data.Ingest;
using Tracker.Data.Tests.Cluster;
using Tracker.Tests;

namespace Tracker.Data.Tests.Ingest;

[Collection(OnCluster.Name)]
public sealed class SourceFailureTests(ClusterFixture fixture) : IClassFixture<NoLeaks<SourceFailureTests>>
{
    [Fact]
    public async Task A_polled_feed_is_due_again_after_any_failure_and_a_one_time_file_is_not()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(SourceFailureTests));
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
    public async Task A_renewed_claim_is_not_taken_over_when_nothing_was_stored_for_longer_than_a_lease()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(SourceFailureTests));
        var hasty = new SourceLedger(database, TimeSpan.FromMilliseconds(1));
        await hasty.RegisterAsync("slow", "gtfs-rt", "http://127.0.0.1:1/", "{}", true, every: null, CancellationToken.None);
        SourceClaim claim = (await hasty.ClaimAsync(CancellationToken.None))!;

        await new SourceLedger(database, TimeSpan.FromMinutes(1)).RenewAsync(claim, CancellationToken.None);

        Assert.Null(await hasty.ClaimAsync(CancellationToken.None));
    }
}
