using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.EntityFrameworkCore;
using Tracker.Data.Ingest;
using Tracker.Data.Model;
using Tracker.Data.Tests.Cluster;
using Tracker.Geo.Reports;

namespace Tracker.Data.Tests.Ingest;

[Collection(OnCluster.Name)]
public sealed class ReportTimeTests(ClusterFixture fixture) : IClassFixture<NoLeaks<ReportTimeTests>>
{
    private static readonly NewReport Report = new() { TrackerKey = "tag", RecordedAt = Stock.Start, Latitude = 48.2, Longitude = 16.3, AccuracyMetres = 10 };

    [Fact]
    public async Task Reports_that_arrive_together_keep_their_own_event_times_and_share_one_arrival()
    {
        List<LocationReport> stored = await StoredAsync([Report, Report with { RecordedAt = Stock.Start.AddDays(-3) }]);

        Assert.Equal([Stock.Start.AddDays(-3), Stock.Start], stored.Select(report => report.RecordedAt));
        Assert.Single(stored.Select(report => report.ReceivedAt).Distinct());
    }

    [Fact]
    public async Task Reports_of_several_finders_in_one_second_are_each_stored_once()
    {
        NewReport[] reports = [Report, Report with { Latitude = 48.3 }, Report with { AccuracyMetres = 200 }, Report];
        Assert.Equal(3, (await StoredAsync(reports, reports)).Count);
    }

    [Fact]
    public async Task A_duplicate_that_comes_months_later_in_another_batch_counts_once()
    {
        NewReport old = Report with { RecordedAt = Stock.Start.AddMonths(-5) };
        NewReport[] later = [.. Enumerable.Range(0, 100).Select(i => Report with { RecordedAt = Stock.Start.AddMinutes(i) })];
        Assert.Equal(101, (await StoredAsync([old], later, [later[7], old, later[8]])).Count);
    }

    private async Task<List<LocationReport>> StoredAsync(params NewReport[][] batches)
    {
        await fixture.ResetAsync();
        await using Database database = fixture.Open(nameof(ReportTimeTests));
        int source = (await Stock.ClaimAsync(database)).Id;
        foreach (NewReport[] batch in batches)
        {
            await new Ingestor(database, TimeProvider.System).StoreAsync(source, true, batch, CancellationToken.None);
        }

        await using ReadScope read = await database.ReadAsync(ReadConsistency.Primary, CancellationToken.None);
        return await read.Query<LocationReport>().OrderBy(report => report.RecordedAt).ToListAsync();
    }
}
