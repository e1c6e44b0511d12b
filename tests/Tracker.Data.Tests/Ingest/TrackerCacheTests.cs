using Tracker.Data.Ingest;

namespace Tracker.Data.Tests.Ingest;

public sealed class TrackerCacheTests
{
    [Fact]
    public void Cache_of_a_million_trackers_stays_within_its_capacity_and_keeps_the_key_that_is_used()
    {
        TrackerCache cache = new(capacity: 10_000);
        cache.Add("used", Tracker(0));
        int largest = 0;
        for (int i = 1; i <= 1_000_000; i++)
        {
            cache.Add($"tracker-{i}", Tracker(i));
            Assert.True(cache.TryGet("used", out _));
            largest = Math.Max(largest, cache.Count);
        }

        Assert.InRange(largest, 1, cache.Capacity);
        Assert.True(cache.TryGet("tracker-1000000", out ResolvedTracker latest));
        Assert.Equal(Tracker(1_000_000), latest);
        Assert.False(cache.TryGet("tracker-1", out _));
    }

    [Fact]
    public void Tracker_that_is_added_again_has_its_new_state()
    {
        TrackerCache cache = new(capacity: 10);
        cache.Add("a", Tracker(1));
        cache.Add("a", Tracker(2));
        Assert.True(cache.TryGet("a", out ResolvedTracker tracker));
        Assert.Equal(Tracker(2), tracker);
    }

    private static ResolvedTracker Tracker(long id) => new((id, 0), null);
}
