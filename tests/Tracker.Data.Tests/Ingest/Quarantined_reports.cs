using Microsoft.EntityFrameworkCore;
using Tracker.Data.Consistency;
using Tracker.Data.Ingest;
using Tracker.Data.Model;
using Tracker.Data.Reports;
using Tracker.Data.Scopes;
using Tracker.Data.Tests.Cluster;

namespace Tracker.Data.Tests.Ingest;

[Collection(OnCluster.Name)]
public sealed class Quarantined_reports(ClusterFixture fixture) : IClassFixture<NoLeaks<Quarantined_reports>>
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(60);
    private static readonly NewReport Report = new() { TrackerKey = "bus 7", RecordedAt = Stock.Start, Latitude = 48.2, Longitude = 16.3 };

    [Fact]
    public async Task They_are_counted_by_source_and_reason_and_the_latest_are_shown_with_what_the_source_said()
    {
        await using Database database = await FilledAsync(
            new(RejectionReason.Malformed, "torn", "bus,1"), new(RejectionReason.Malformed, "torn", "bus,2"), new(RejectionReason.InFuture, "ahead", "bus,3", Report));
        Quarantine quarantine = new(database, TimeProvider.System);

        Assert.Equal(
            [("feed", "malformed", 2L, 0L), ("feed", "in_future", 1L, 1L)],
            (await quarantine.CountAsync(new QuarantineFilter(), CancellationToken.None)).Select(count => (count.Source, count.Reason, count.Count, count.Retriable)));
        QuarantineEntry latest = Assert.Single(await quarantine.ListAsync(new QuarantineFilter(Reason: RejectionReason.Malformed), 1, CancellationToken.None));
        Assert.Equal(("torn", "bus,2"), (latest.Detail, latest.Payload));
        Assert.Empty(await quarantine.ListAsync(new QuarantineFilter("another"), 10, CancellationToken.None));
    }

    [Fact]
    public async Task A_report_from_the_future_is_stored_when_its_time_has_come_and_counts_once()
    {
        NewReport later = Report with { RecordedAt = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(1) };
        await using Database database = await FilledAsync(
            new(RejectionReason.InFuture, "ahead", "a", Report), new(RejectionReason.InFuture, "ahead again", "b", Report), new(RejectionReason.InFuture, "still ahead", "c", later));

        QuarantineRetry retried = await new Quarantine(database, TimeProvider.System).RetryAsync(new QuarantineFilter(), false, Tolerance, CancellationToken.None);

        Assert.Equal(new QuarantineRetry(Stored: 1, Duplicates: 1, Kept: 1), retried);
        await using ReadScope read = await database.ReadAsync(ReadConsistency.Primary, CancellationToken.None);
        Assert.Equal(1, await read.Query<LocationReport>().CountAsync());
        Assert.Equal("still ahead", (await read.Query<RejectedReport>().SingleAsync()).Detail);
    }

    [Fact]
    public async Task A_report_of_an_unknown_tracker_waits_until_it_is_registered_or_that_is_asked_for()
    {
        await using Database database = await FilledByAsync(registerTrackers: false, new RejectedInput(RejectionReason.UnknownTracker, "unknown", "a", Report));
        Quarantine quarantine = new(database, TimeProvider.System);

        Assert.Equal(new QuarantineRetry(0, 0, 1), await quarantine.RetryAsync(new QuarantineFilter(), registerTrackers: false, Tolerance, CancellationToken.None));
        Assert.Equal(new QuarantineRetry(1, 0, 0), await quarantine.RetryAsync(new QuarantineFilter(), registerTrackers: true, Tolerance, CancellationToken.None));
    }

    [Fact]
    public async Task What_could_never_be_read_stays_until_it_is_purged()
    {
        await using Database database = await FilledAsync(
            new(RejectionReason.Malformed, "torn", "a"), new(RejectionReason.ImpossibleCoordinates, "off the globe", "b", Report with { Latitude = double.NaN }));
        Quarantine quarantine = new(database, TimeProvider.System);

        Assert.Equal(new QuarantineRetry(0, 0, 0), await quarantine.RetryAsync(new QuarantineFilter(), true, Tolerance, CancellationToken.None));
        Assert.Equal(0, await quarantine.PurgeAsync(new QuarantineFilter(Before: Stock.Start), CancellationToken.None));
        Assert.Equal(1, await quarantine.PurgeAsync(new QuarantineFilter("feed", RejectionReason.Malformed), CancellationToken.None));
        Assert.Equal(1, await quarantine.PurgeAsync(new QuarantineFilter(), CancellationToken.None));
    }

    private Task<Database> FilledAsync(params RejectedInput[] rejected) => FilledByAsync(registerTrackers: true, rejected);

    private async Task<Database> FilledByAsync(bool registerTrackers, params RejectedInput[] rejected)
    {
        await fixture.ResetAsync();
        Database database = fixture.Open(nameof(Quarantined_reports));
        SourceLedger ledger = new(database, TimeSpan.FromMinutes(1));
        await ledger.RegisterAsync("feed", "csv", "x.csv", "{}", registerTrackers, every: null, CancellationToken.None);
        await ledger.AdvanceAsync((await ledger.ClaimAsync(CancellationToken.None))!, "1", rejected.Length, 0, rejected, CancellationToken.None);
        return database;
    }
}
