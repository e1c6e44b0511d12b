using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tracker.Data.Ingest;
using Tracker.Data.Model;
using Tracker.Data.Tests.Cluster;
using Tracker.Geo.Reports;

namespace Tracker.Data.Tests.Ingest;

[Collection(OnCluster.Name)]
public sealed class QuarantineTests(ClusterFixture fixture) : IClassFixture<NoLeaks<QuarantineTests>>
{
    private static readonly NewReport Report = new() { TrackerKey = "bus 7", RecordedAt = Stock.Start, Latitude = 48.2, Longitude = 16.3 };

    [Fact]
    public async Task Reports_are_counted_by_source_and_reason_and_the_latest_are_listed_with_their_payload()
    {
        await using Database database = await FilledAsync(
            new(RejectionReason.Malformed, "torn", "bus,1"), new(RejectionReason.Malformed, "torn", "bus,2"), new(RejectionReason.InFuture, "ahead", "bus,3", Report));
        Quarantine quarantine = new(database, TimeProvider.System);

        Assert.Equal(
            [("feed", "malformed", 2L, 0L), ("feed", "in_future", 1L, 1L)],
            (await quarantine.CountAsync(new QuarantineFilter(), CancellationToken.None)).Select(count => (count.Source, count.Reason, count.Count, count.Retriable)));
        QuarantinedReport latest = Assert.Single(await quarantine.ListAsync(new QuarantineFilter(Reason: RejectionReason.Malformed), 1, CancellationToken.None)).Report;
        Assert.Equal(("torn", "bus,2"), (latest.Detail, latest.Payload));
        Assert.Empty(await quarantine.ListAsync(new QuarantineFilter("another"), 10, CancellationToken.None));
    }

    [Fact]
    public async Task A_report_from_the_future_is_stored_once_when_its_time_has_come()
    {
        NewReport later = Report with { RecordedAt = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(1) };
        await using Database database = await FilledAsync(
            new(RejectionReason.InFuture, "ahead", "a", Report), new(RejectionReason.InFuture, "ahead again", "b", Report), new(RejectionReason.InFuture, "still ahead", "c", later));

        QuarantineRetry retried = await new Quarantine(database, TimeProvider.System).RetryAsync(new QuarantineFilter(), false, CancellationToken.None);

        Assert.Equal(new QuarantineRetry(Stored: 1, Duplicates: 1, Kept: 1), retried);
        await using ReadScope read = await database.ReadAsync(ReadConsistency.Primary, CancellationToken.None);
        Assert.Equal(1, await read.Query<LocationReport>().CountAsync());
        Assert.Equal("still ahead", (await read.Query<QuarantinedReport>().SingleAsync()).Detail);
    }

    [Fact]
    public async Task A_report_of_an_unknown_tracker_waits_until_the_tracker_is_registered_or_registration_is_requested()
    {
        await using Database database = await FilledByAsync(registerTrackers: false, new QuarantinedReport(RejectionReason.UnknownTracker, "unknown", "a", Report));
        Quarantine quarantine = new(database, TimeProvider.System);

        Assert.Equal(new QuarantineRetry(0, 0, 1), await quarantine.RetryAsync(new QuarantineFilter(), registerTrackers: false, CancellationToken.None));
        Assert.Equal(new QuarantineRetry(1, 0, 0), await quarantine.RetryAsync(new QuarantineFilter(), registerTrackers: true, CancellationToken.None));
    }

    [Fact]
    public async Task A_report_that_could_not_be_read_stays_until_it_is_purged()
    {
        await using Database database = await FilledAsync(
            new(RejectionReason.Malformed, "torn", "a"), new(RejectionReason.ImpossibleCoordinates, "off the globe", "b", Report with { Latitude = double.NaN }));
        Quarantine quarantine = new(database, TimeProvider.System);

        Assert.Equal(new QuarantineRetry(0, 0, 0), await quarantine.RetryAsync(new QuarantineFilter(), true, CancellationToken.None));
        Assert.Equal(0, await quarantine.PurgeAsync(new QuarantineFilter(Before: Stock.Start), CancellationToken.None));
        Assert.Equal(1, await quarantine.PurgeAsync(new QuarantineFilter("feed", RejectionReason.Malformed), CancellationToken.None));
        Assert.Equal(1, await quarantine.PurgeAsync(new QuarantineFilter(), CancellationToken.None));
    }

    [Theory]
    [InlineData("{}", 1)]
    [InlineData("""{"FutureTolerance":"02:00:00"}""", 0)]
    public async Task A_retry_applies_the_tolerance_of_the_source(string options, int kept)
    {
        NewReport ahead = Report with { RecordedAt = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1) };
        await using Database database = await FilledByAsync(registerTrackers: true, options, null, new QuarantinedReport(RejectionReason.InFuture, "ahead", "a", ahead));

        QuarantineRetry retried = await new Quarantine(database, TimeProvider.System).RetryAsync(new QuarantineFilter(), false, CancellationToken.None);
        Assert.Equal(new QuarantineRetry(1 - kept, 0, kept), retried);
    }

    [Fact]
    public async Task Above_the_limit_the_latest_reports_are_kept_and_the_dropped_ones_are_counted()
    {
        QuarantinedReport[] rejected = [.. Enumerable.Range(0, 5).Select(i => new QuarantinedReport(RejectionReason.Malformed, "torn", $"{i}"))];
        await using Database database = await FilledByAsync(registerTrackers: true, "{}", limit: 3, rejected);
        Quarantine quarantine = new(database, TimeProvider.System);

        Assert.Equal(["4", "3", "2"], (await quarantine.ListAsync(new QuarantineFilter(), 10, CancellationToken.None)).Select(entry => entry.Report.Payload));
        Assert.Equal([("feed", 2L)], await new QuarantineUpkeep(database).DroppedAsync(null, CancellationToken.None));
    }

    [Fact]
    public async Task Expired_reports_are_dropped_and_counted()
    {
        await using Database database = await FilledAsync(new QuarantinedReport(RejectionReason.Malformed, "torn", "old"), new QuarantinedReport(RejectionReason.Malformed, "torn", "new"));
        await using NpgsqlDataSource primary = NpgsqlDataSource.Create(fixture.WriteConnectionString);
        await using (NpgsqlCommand age = primary.CreateCommand("UPDATE rejected_reports SET rejected_at = now() - interval '2 h' WHERE payload = 'old'"))
        {
            await age.ExecuteNonQueryAsync();
        }

        (Quarantine quarantine, QuarantineUpkeep upkeep) = (new(database, TimeProvider.System), new(database));
        Assert.Equal(1, await upkeep.ExpireAsync(TimeSpan.FromHours(1), CancellationToken.None));
        Assert.Equal(0, await upkeep.ExpireAsync(TimeSpan.FromHours(1), CancellationToken.None));
        Assert.Equal("new", Assert.Single(await quarantine.ListAsync(new QuarantineFilter(), 10, CancellationToken.None)).Report.Payload);
        Assert.Equal([("feed", 1L)], await upkeep.DroppedAsync("feed", CancellationToken.None));
        Assert.Empty(await upkeep.DroppedAsync("another", CancellationToken.None));
    }

    [Fact]
    public async Task Reports_that_a_reread_source_can_now_read_leave_and_the_rest_stays()
    {
        await using Database database = await FilledAsync(new QuarantinedReport(RejectionReason.Malformed, "torn", "a"), new QuarantinedReport(RejectionReason.InFuture, "ahead", "b", Report));
        SourceLedger ledger = new(database, TimeSpan.FromMinutes(1));
        Assert.True(await new SourceCatalog(database).RereadAsync("feed", CancellationToken.None));
        Assert.False(await new SourceCatalog(database).RereadAsync("no such", CancellationToken.None));
        SourceClaim claim = (await ledger.ClaimAsync(CancellationToken.None))!;
        Assert.Equal((null, true), (claim.Position, claim.Rereads));

        (Quarantine quarantine, QuarantineUpkeep upkeep) = (new(database, TimeProvider.System), new(database));
        await upkeep.ReleaseReadAsync(claim.Id + 1, ["a", "b"], CancellationToken.None);
        await upkeep.ReleaseReadAsync(claim.Id, ["a", "a", "never there"], CancellationToken.None);
        Assert.Equal("b", Assert.Single(await quarantine.ListAsync(new QuarantineFilter(), 10, CancellationToken.None)).Report.Payload);

        await ledger.FinishAsync(claim, TimeSpan.Zero, CancellationToken.None);
        Assert.False((await ledger.ClaimAsync(CancellationToken.None))!.Rereads);
    }

    private Task<Database> FilledAsync(params QuarantinedReport[] rejected) => FilledByAsync(registerTrackers: true, rejected);

    private Task<Database> FilledByAsync(bool registerTrackers, params QuarantinedReport[] rejected) => FilledByAsync(registerTrackers, "{}", null, rejected);

    private async Task<Database> FilledByAsync(bool registerTrackers, string options, int? limit, params QuarantinedReport[] rejected)
    {
        await fixture.ResetAsync();
        Database database = fixture.Open(nameof(QuarantineTests));
        SourceLedger ledger = new(database, TimeSpan.FromMinutes(1));
        ledger = limit is { } most ? new(database, TimeSpan.FromMinutes(1)) { QuarantineLimit = most } : ledger;
        await ledger.RegisterAsync("feed", "csv", "x.csv", options, registerTrackers, every: null, CancellationToken.None);
        await ledger.AdvanceAsync((await ledger.ClaimAsync(CancellationToken.None))!, "1", rejected.Length, 0, rejected, CancellationToken.None);
        return database;
    }
}
