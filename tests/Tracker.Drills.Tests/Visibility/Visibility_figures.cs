using Tracker.Drills.Visibility;

namespace Tracker.Drills.Tests.Visibility;

public sealed class Visibility_figures
{
    private readonly ServerSightings _primary = new();
    private readonly ServerSightings _replica = new();

    [Fact]
    public void Count_a_commit_that_the_primary_did_not_show_though_a_replica_had_shown_it_before_it_was_asked()
    {
        Saw(_replica, at: 10, first: 1, second: 0);
        Saw(_primary, at: 12, first: 0, second: 0);
        Saw(_primary, at: 20, first: 1, second: 1);
        Saw(_replica, at: 21, first: 1, second: 1);
        VisibilityDrillResult figures = Figures();
        Assert.Equal((1, 0), (figures.ReplicaFirst, figures.LongForks));
        Assert.Equal(TimeProvider.System.GetElapsedTime(11, 12).TotalMilliseconds, figures.LongestAheadMs, 3);
    }

    [Fact]
    public void Count_none_where_the_primary_was_asked_before_the_replica_had_answered()
    {
        Saw(_replica, at: 10, first: 1, second: 1);
        Saw(_primary, at: 10, first: 0, second: 0);
        Saw(_primary, at: 20, first: 1, second: 1);
        Assert.Equal(0, Figures().ReplicaFirst);
    }

    [Fact]
    public void Count_a_pair_of_which_each_server_showed_another_one_alone()
    {
        Saw(_primary, at: 10, first: 1, second: 0);
        Saw(_replica, at: 10, first: 0, second: 1);
        Saw(_primary, at: 20, first: 1, second: 1);
        Saw(_replica, at: 20, first: 1, second: 1);
        Assert.Equal(1, Figures().LongForks);
    }

    [Fact]
    public void Count_no_pair_that_both_showed_in_the_same_order()
    {
        Saw(_primary, at: 10, first: 1, second: 0);
        Saw(_replica, at: 10, first: 1, second: 0);
        Saw(_primary, at: 20, first: 1, second: 1);
        Saw(_replica, at: 20, first: 1, second: 1);
        Assert.Equal(0, Figures().LongForks);
    }

    // An answer takes a tick of the clock.
    private static void Saw(ServerSightings server, long at, long first, long second) => server.Add(new Sighting(at, at + 1, first, second));

    private VisibilityDrillResult Figures() => VisibilityFigures.Of(1, _primary, [_replica], TimeProvider.System);
}
