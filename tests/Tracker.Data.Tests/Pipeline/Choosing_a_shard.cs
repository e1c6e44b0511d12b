using Tracker.Data.Model;
using Tracker.Data.Pipeline;

namespace Tracker.Data.Tests.Pipeline;

public sealed class Choosing_a_shard
{
    private static ConsumerCursor Cursor(short shard, long position = 0) => new() { Consumer = "c", Shard = shard, Position = position };

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, 3)]
    [InlineData(4, 10)]
    [InlineData(11, 60)]
    [InlineData(61, 3)]
    public void Goes_around_from_a_random_start(int start, short expected) =>
        Assert.Equal(expected, new ShardChooser().Choose([Cursor(3), Cursor(10), Cursor(60)], 1, start)?.Shard);

    [Fact]
    public void Passes_over_one_that_shows_less_than_this_process_committed_on_the_same_timeline()
    {
        var chooser = new ShardChooser();
        chooser.Remember(3, timeline: 1, position: 50);
        Assert.Null(chooser.Choose([Cursor(3, 49)], 1, 0));
        Assert.NotNull(chooser.Choose([Cursor(3, 50)], 1, 0));
        Assert.NotNull(chooser.Choose([Cursor(3, 51)], 1, 0));
    }

    [Fact]
    public void Believes_the_new_primary_after_a_failover_that_lost_what_it_committed()
    {
        var chooser = new ShardChooser();
        chooser.Remember(3, timeline: 1, position: 50);
        Assert.NotNull(chooser.Choose([Cursor(3, 20)], 2, 0));
    }

    [Fact]
    public void Finds_none_where_none_is_due() => Assert.Null(new ShardChooser().Choose([], 1, 5));
}
