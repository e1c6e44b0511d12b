using LocationAggregator.Tests.Shard;
using LocationAggregator.Trips;
using Tracker.Geo.Reports;

namespace LocationAggregator.Tests.Trips;

public sealed class TripTests
{
    // Two stays of ten minutes each, and five minutes at ten metres per second between them.
    private static readonly Fix[] Day = Histories.Walk([
        .. Enumerable.Repeat((60, 0, -1), 11),
        .. Enumerable.Range(1, 5).Select(i => (60, i * 600, -1)),
        .. Enumerable.Repeat((60, 3_600, -1), 11),
        (60, 9_000, -1)]);

    [Fact]
    public void Trip_leads_from_the_report_that_closed_a_stay_to_the_first_report_of_the_next()
    {
        Trip trip = Assert.Single(Trips(Day));
        Assert.Equal(Day[11].Key, trip.From);
        Assert.Equal(Day[16].Key, trip.To);
        Assert.Equal(6, trip.Points);
        Assert.Equal(3_000, trip.DistanceMetres, tolerance: 0.1);
        Assert.Equal(TimeSpan.FromMinutes(5), trip.To.RecordedAt - trip.From.RecordedAt);
    }

    [Fact]
    public void Late_report_within_a_trip_makes_it_longer_and_leaves_the_stays_alone()
    {
        MemoryShard shard = Processed([.. Day.Where((_, i) => i != 13)]);
        (long Sequence, Trip Trip) before = Assert.Single(shard.State.Trips.Of(1));
        long stays = shard.State.Stays.Sequence;
        shard.Ingest([(1L, Day[13] with { Longitude = 7.01 })]);
        shard.Finish();
        (long Sequence, Trip Trip) after = Assert.Single(shard.State.Trips.Of(1));
        Assert.Equal(stays, shard.State.Stays.Sequence);
        Assert.Equal(before.Trip.Points + 1, after.Trip.Points);
        Assert.True(after.Trip.DistanceMetres > before.Trip.DistanceMetres + 500);
        Assert.Equal(before.Sequence + 2, after.Sequence);
    }

    [Fact]
    public void Stays_and_trips_name_the_reports_they_depend_on_and_late_reports_update_them()
    {
        MemoryShard shard = Processed([.. Day.Where((_, i) => i != 11)]);
        Assert.Equal([(Day[0].Key, Day[12].Key), (Day[12].Key, Day[16].Key)], Segments(shard));

        shard.Ingest([(1L, Day[11])]);
        shard.Finish();

        Assert.Equal([(Day[0].Key, Day[11].Key), (Day[11].Key, Day[16].Key)], Segments(shard));
    }

    [Fact]
    public void No_trip_lies_between_stays_that_share_a_report() =>
        Assert.Empty(Trips(Histories.Walk([.. Enumerable.Repeat((60, 0, -1), 11), .. Enumerable.Repeat((60, 600, -1), 11), (60, 9_000, -1)])));

    [Fact]
    public void Late_report_reads_its_neighbourhood_and_not_the_whole_history()
    {
        // A stay every twenty minutes.
        Fix[] history = [.. Histories.Walk(Enumerable.Range(0, 4_000).Select(i => (60, i / 20 % 2 * 1_000, -1)))];
        MemoryShard shard = Processed([.. history.Where((_, i) => i != 2_010)]);
        int before = shard.Reads;
        shard.Ingest([(1L, history[2_010])]);
        shard.Finish();
        Results.Of(shard.State, 1).AssertEqual(Results.Sorted(Rules.Default, history));
        Assert.InRange(shard.Reads - before, 1, 200);
    }

    [Fact]
    public void Late_report_on_a_long_trip_is_replayed_from_the_last_gap_before_it()
    {
        Fix[] history = [.. Histories.Walk(Enumerable.Range(0, 4_000).Select(i => (i % 100 == 0 ? 1_000 : 60, i * 150, -1)))];
        MemoryShard shard = Processed([.. history.Where((_, i) => i != 2_050)]);
        int before = shard.Reads;
        shard.Ingest([(1L, history[2_050])]);
        shard.Finish();
        Results.Of(shard.State, 1).AssertEqual(Results.Sorted(Rules.Default, history));
        Assert.InRange(shard.Reads - before, 1, 300);
    }

    [Fact]
    public void Late_report_near_the_anchor_of_a_long_open_window_reads_only_its_neighbours()
    {
        Fix[] parked = [.. Histories.Walk(Enumerable.Repeat((60, 5, -1), 5_000))];
        MemoryShard shard = Processed([.. parked.Where((_, i) => i != 2_500)]);
        int before = shard.Reads;
        shard.Ingest([(1L, parked[2_500])]);
        Assert.True(shard.Batch(10)!());
        Assert.InRange(shard.Reads - before, 0, 200);
    }

    private static IEnumerable<Trip> Trips(Fix[] reports) => Processed(reports).State.Trips.Of(1).Select(row => row.Entry);

    // The first stay and the trip after it.
    private static (ReportKey From, ReportKey To)[] Segments(MemoryShard shard) =>
    [
        shard.State.Stays.Of(1).Select(row => (row.Entry.From, row.Entry.To)).MinBy(stay => stay.From),
        .. shard.State.Trips.Of(1).Select(row => (row.Entry.From, row.Entry.To)),
    ];

    private static MemoryShard Processed(Fix[] reports)
    {
        MemoryShard shard = new(Rules.Default);
        shard.Ingest(reports.Select(fix => (1L, fix)));
        shard.Finish(batch: 500);
        return shard;
    }
}
