using LocationAggregator.Tests.Shard;
using Tracker.Geo.Reports;

namespace LocationAggregator.Tests.Tracks;

/// <summary>Semantics 7 and 10: one simplified track per day.</summary>
public sealed class TrackBuilderTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Late_report_recomputes_the_track_of_its_day_and_of_no_other()
    {
        MemoryShard shard = new(Rules.Default);
        Fix[] days = [.. Enumerable.Range(0, 72).Select(hour => At(hour * 3_600, 48 + (hour % 2), 16))];
        shard.Ingest(days.Where((_, i) => i != 30).Select(fix => (1L, fix)));
        shard.Finish();
        long sequence = shard.State.Tracks.Sequence;
        shard.Ingest([(1L, days[30])]);
        shard.Finish();
        Assert.Equal(sequence + 2, shard.State.Tracks.Sequence);
        Results.Of(shard.State, 1).AssertEqual(Results.Sorted(Rules.Default, days));
    }

    private static Fix At(int seconds, double latitude, double longitude) => new(new ReportKey(Start.AddSeconds(seconds), seconds), latitude, longitude);
}
