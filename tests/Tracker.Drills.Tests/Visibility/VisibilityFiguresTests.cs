using Tracker.Drills.Visibility;

namespace Tracker.Drills.Tests.Visibility;

public sealed class VisibilityFiguresTests
{
    private readonly ServerSightings _primary = new();
    private readonly ServerSightings _replica = new();

    [Fact]
    public void A_commit_that_the_primary_does_not_show_after_a_replica_has_shown_it_is_counted()
    {
        Observe(_replica, at: 10, first: 1, second: 0);
        Observe(_primary, at: 12, first: 0, second: 0);
        Observe(_primary, at: 20, first: 1, second: 1);
        Observe(_replica, at: 21, first: 1, second: 1);
        VisibilityDrillResult figures = Figures();
        Assert.Equal((1, 0), (figures.ReplicaFirst, figures.LongForks));
        Assert.Equal(TimeProvider.System.GetElapsedTime(11, 12).TotalMilliseconds, figures.LongestAheadMs, 3);
    }

    [Fact]
    public void A_commit_is_not_counted_if_the_primary_was_queried_before_the_replica_answered()
    {
        Observe(_replica, at: 10, first: 1, second: 1);
        Observe(_primary, at: 10, first: 0, second: 0);
        Observe(_primary, at: 20, first: 1, second: 1);
        Assert.Equal(0, Figures().ReplicaFirst);
    }

    [Fact]
    public void A_pair_of_which_each_server_showed_only_a_different_commit_is_counted()
    {
        Observe(_primary, at: 10, first: 1, second: 0);
        Observe(_replica, at: 10, first: 0, second: 1);
        Observe(_primary, at: 20, first: 1, second: 1);
        Observe(_replica, at: 20, first: 1, second: 1);
        Assert.Equal(1, Figures().LongForks);
    }

    [Fact]
    public void A_pair_that_both_servers_showed_in_the_same_order_is_not_counted()
    {
        Observe(_primary, at: 10, first: 1, second: 0);
        Observe(_replica, at: 10, first: 1, second: 0);
        Observe(_primary, at: 20, first: 1, second: 1);
        Observe(_replica, at: 20, first: 1, second: 1);
        Assert.Equal(0, Figures().LongForks);
    }

    // An answer takes a tick of the clock.
    private static void Observe(ServerSightings server, long at, long first, long second) =>
        server.Add(new Sighting(at, at + 1, first, second));

    private VisibilityDrillResult Figures() => VisibilityFigures.Of(1, _primary, [_replica], TimeProvider.System);
}
