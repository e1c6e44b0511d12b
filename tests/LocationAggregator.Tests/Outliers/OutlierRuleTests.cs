using LocationAggregator.Outliers;
using LocationAggregator.Tests.Shard;
using Tracker.Geo.Reports;

namespace LocationAggregator.Tests.Outliers;

/// <summary>Semantics 9: an outlier depends on both neighbours.</summary>
public sealed class OutlierRuleTests
{
    private const int Near = 0;
    private const int Away = 60_000;

    [Fact]
    public void Report_with_an_impossible_leg_on_both_sides_is_an_outlier() => Assert.Equal([1], Outliers((0, Near), (60, Away), (120, Near)));

    [Fact]
    public void Single_impossible_leg_makes_no_outlier_so_later_good_reports_are_kept() =>
        Assert.Empty(Outliers((0, Near), (60, Away), (120, Away), (180, Away)));

    [Fact]
    public void First_and_last_report_are_never_outliers() => Assert.Empty(Outliers((0, Away), (60, Near), (120, Near), (180, Away)));

    [Fact]
    public void Distance_within_the_accuracies_is_possible() =>
        Assert.Empty(Outliers(new OutlierOptions(), Fixes([(0, Near), (60, Away), (120, Near)]).Select((fix, i) => fix with { AccuracyMetres = i == 1 ? 55_000 : null })));

    [Fact]
    public void Several_finders_in_one_second_do_not_make_each_other_outliers() => Assert.Empty(Outliers((0, 0), (0, 40), (0, 80), (0, 20), (60, 0)));

    [Fact]
    public void Maximum_speed_and_the_filter_are_options()
    {
        Fix[] reports = Fixes([(0, Near), (60, Away), (120, Near)]);
        Assert.Empty(Outliers(new OutlierOptions { MaximumMetresPerSecond = 1_001 }, reports));
        Assert.Single(Outliers(new OutlierOptions { MaximumMetresPerSecond = 999 }, reports));
        Assert.Empty(Outliers(new OutlierOptions { Filter = false }, reports));
    }

    [Fact]
    public void Outlier_is_kept_and_marked_and_does_not_end_a_stay()
    {
        MemoryShard shard = Processed((0, Near), (200, Near), (260, Away), (320, Near), (700, 500), (760, 1_000));
        Assert.Equal(6, shard.State.Reports.Count);
        Assert.Equal(Away, Assert.Single(shard.State.Outliers.Of(1)).Entry.Key.Fingerprint);
        Assert.Equal(3, Assert.Single(shard.State.Stays.Of(1)).Entry.Points);
    }

    [Fact]
    public void Last_report_counts_until_the_next_one_makes_it_an_outlier()
    {
        MemoryShard shard = Processed((0, Near), (400, Near), (460, Away));
        Assert.Single(shard.State.Stays.Of(1));
        shard.Ingest(Fixes([(520, Near)]).Select(fix => (1L, fix)));
        shard.Finish();
        Assert.Empty(shard.State.Stays.Of(1));
        Assert.Single(shard.State.Outliers.Of(1));
    }

    [Fact]
    public void Late_report_that_makes_the_leg_possible_unmarks_the_outlier()
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
        return [.. SpikeFilter.Split(new OutlierRule(options), previous: null, all).Outliers.Select(fix => Array.IndexOf(all, fix))];
    }

    private static Fix[] Fixes((int Seconds, int Metres)[] reports)
    {
        DateTime start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        return [.. reports.Select(row => new Fix(new ReportKey(start.AddSeconds(row.Seconds), row.Metres), 45 + (row.Metres / 111_194.9), 7))];
    }
}
