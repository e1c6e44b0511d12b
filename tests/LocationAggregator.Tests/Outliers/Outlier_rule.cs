using LocationAggregator.Outliers;
using LocationAggregator.Tests.Shard;
using Tracker.Geo.Reports;

namespace LocationAggregator.Tests.Outliers;

/// <summary>Semantics 9: outliers need both neighbours.</summary>
public sealed class Outlier_rule
{
    private const int Near = 0;
    private const int Away = 60_000;

    [Fact]
    public void A_report_that_nothing_leads_to_and_nothing_leads_from_is_an_outlier() => Assert.Equal([1], Outliers((0, Near), (60, Away), (120, Near)));

    [Fact]
    public void One_impossible_side_alone_makes_no_outlier_so_that_later_good_reports_are_not_lost() =>
        Assert.Empty(Outliers((0, Near), (60, Away), (120, Away), (180, Away)));

    [Fact]
    public void The_first_and_the_last_report_are_no_outliers() => Assert.Empty(Outliers((0, Away), (60, Near), (120, Near), (180, Away)));

    [Fact]
    public void What_the_accuracies_explain_is_possible() =>
        Assert.Empty(Outliers(new OutlierOptions(), Fixes([(0, Near), (60, Away), (120, Near)]).Select((fix, i) => fix with { AccuracyMetres = i == 1 ? 55_000 : null })));

    [Fact]
    public void Several_finders_in_one_second_do_not_make_each_other_outliers() => Assert.Empty(Outliers((0, 0), (0, 40), (0, 80), (0, 20), (60, 0)));

    [Fact]
    public void The_maximum_speed_is_an_option_and_the_filter_can_be_off()
    {
        Fix[] reports = Fixes([(0, Near), (60, Away), (120, Near)]);
        Assert.Empty(Outliers(new OutlierOptions { MaximumMetresPerSecond = 1_001 }, reports));
        Assert.Single(Outliers(new OutlierOptions { MaximumMetresPerSecond = 999 }, reports));
        Assert.Empty(Outliers(new OutlierOptions { Filter = false }, reports));
    }

    [Fact]
    public void An_outlier_stays_in_the_reports_is_marked_and_breaks_no_stay()
    {
        MemoryShard shard = Processed((0, Near), (200, Near), (260, Away), (320, Near), (700, 500), (760, 1_000));
        Assert.Equal(6, shard.State.Reports.Count);
        Assert.Equal(Away, Assert.Single(shard.State.Outliers.Of(1)).Entry.Key.Fingerprint);
        Assert.Equal(3, Assert.Single(shard.State.Stays.Of(1)).Entry.Points);
    }

    [Fact]
    public void A_last_report_counts_until_the_next_one_shows_that_it_is_an_outlier()
    {
        MemoryShard shard = Processed((0, Near), (400, Near), (460, Away));
        Assert.Single(shard.State.Stays.Of(1));
        shard.Ingest(Fixes([(520, Near)]).Select(fix => (1L, fix)));
        shard.Finish();
        Assert.Empty(shard.State.Stays.Of(1));
        Assert.Single(shard.State.Outliers.Of(1));
    }

    [Fact]
    public void A_late_report_that_shows_the_way_there_unmarks_it()
    {
        MemoryShard shard = Processed((0, Near), (3_000, Away), (3_060, Near));
        Assert.Empty(shard.State.Outliers.Of(1));
        shard = Processed((0, Near), (300, Away), (660, Near));
        Assert.Single(shard.State.Outliers.Of(1));
        shard.Ingest(Fixes([(310, Away + 10)]).Select(fix => (1L, fix)));
        shard.Finish();
        Assert.Empty(shard.State.Outliers.Of(1));
        Assert.Equal(2, shard.State.Outliers.Sequence);
    }

    private static MemoryShard Processed(params (int Seconds, int Metres)[] reports)
    {
        MemoryShard shard = new(Rules.Default);
        shard.Ingest(Fixes(reports).Select(fix => (1L, fix)));
        shard.Finish(batch: 1);
        return shard;
    }

    private static int[] Outliers(params (int Seconds, int Metres)[] reports) => Outliers(new OutlierOptions(), Fixes(reports));

    private static int[] Outliers(OutlierOptions options, IEnumerable<Fix> reports)
    {
        Fix[] all = [.. reports.OrderBy(fix => fix.Key)];
        return [.. SandwichFilter.Part(new OutlierRule(options), previous: null, all).Outliers.Select(fix => Array.IndexOf(all, fix))];
    }

    private static Fix[] Fixes((int Seconds, int Metres)[] reports)
    {
        DateTime start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        return [.. reports.Select(row => new Fix(new ReportKey(start.AddSeconds(row.Seconds), row.Metres), 45 + (row.Metres / 111_194.9), 7))];
    }
}
