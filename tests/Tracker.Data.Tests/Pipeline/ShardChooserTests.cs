using Tracker.Data.Model;
using Tracker.Data.Pipeline;

namespace Tracker.Data.Tests.Pipeline;

public sealed class ShardChooserTests
{
    private static ConsumerCursor Cursor(short shard, long position = 0) => new() { Consumer = "c", Shard = shard, Position = position };

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, 3)]
    [InlineData(4, 10)]
    [InlineData(11, 60)]
    [InlineData(61, 3)]
    public void The_search_wraps_around_from_the_start(int start, short expected) =>
        Assert.Equal(expected, new ShardChooser().Choose([Cursor(3), Cursor(10), Cursor(60)], 1, start)?.Shard);

    [Fact]
    public void A_shard_that_shows_less_than_this_process_committed_on_the_timeline_is_skipped()
    {
        var chooser = new ShardChooser();
        chooser.Remember(3, timeline: 1, position: 50);
        Assert.Null(chooser.Choose([Cursor(3, 49)], 1, 0));
        Assert.NotNull(chooser.Choose([Cursor(3, 50)], 1, 0));
        Assert.NotNull(chooser.Choose([Cursor(3, 51)], 1, 0));
    }

    [Fact]
    public void After_a_failover_that_lost_commits_the_new_timeline_counts()
    {
        var chooser = new ShardChooser();
        chooser.Remember(3, timeline: 1, position: 50);
        Assert.NotNull(chooser.Choose([Cursor(3, 20)], 2, 0));
    }

    [Fact]
    public void Without_candidates_no_shard_is_chosen() => Assert.Null(new ShardChooser().Choose([], 1, 5));
}
