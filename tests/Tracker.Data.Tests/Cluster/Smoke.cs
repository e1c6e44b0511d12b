using Tracker.Data.Consistency;
using Tracker.Data.Ingest;
using Tracker.Data.Reports;
using Tracker.Data.Routing;
using Tracker.Data.Scopes;
using Tracker.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace Tracker.Data.Tests.Cluster;

[Collection(OnCluster.Name)]
public sealed class Smoke(ClusterFixture fixture)
{
    [Fact]
    public async Task Reports_are_stored_once_and_read_back()
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open("smoke");
        var ledger = new SourceLedger(database, TimeSpan.FromSeconds(30));
        await ledger.RegisterAsync("s", "csv", "f", "{}", true, null, CancellationToken.None);
        SourceClaim claim = (await ledger.ClaimAsync(CancellationToken.None))!;
        var ingestor = new Ingestor(database, TimeProvider.System);
        NewReport[] reports = [.. Enumerable.Range(0, 5000).Select(i => new NewReport { TrackerKey = $"t{i % 50}", RecordedAt = new DateTime(2026, 1 + (i % 3), 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(i), Latitude = 1, Longitude = 2, AccuracyMetres = 5 })];
        IngestResult first = await ingestor.StoreAsync(claim.Id, true, reports, CancellationToken.None);
        IngestResult again = await ingestor.StoreAsync(claim.Id, true, reports, CancellationToken.None);
        Assert.Equal((5000, 0), (first.Stored, first.Duplicates));
        Assert.Equal((0, 5000), (again.Stored, again.Duplicates));
        SourceClaim? advanced = await ledger.AdvanceAsync(claim, "p1", 5000, 5000, [new RejectedInput(RejectionReason.Malformed, "d", "p")], CancellationToken.None);
        Assert.NotNull(advanced);
        Assert.Null(await ledger.AdvanceAsync(claim, "p2", 1, 1, [], CancellationToken.None));
        await ledger.FinishAsync(advanced, CancellationToken.None);
        WriteToken token = await database.WriteAsync(async (write, ct) => { write.Context.Add(new Brand { Name = "b" }); await Task.CompletedTask; }, CancellationToken.None);
        await using ReadScope read = await database.ReadAsync(ReadConsistency.AtLeast(token), CancellationToken.None, snapshot: true);
        Assert.Equal(RouteReason.ReplicaCaughtUp, read.Route.Reason);
        Assert.Equal(5000, await read.Query<LocationReport>().CountAsync());
        Assert.Equal(1, await read.Query<Brand>().CountAsync());
    }
}
