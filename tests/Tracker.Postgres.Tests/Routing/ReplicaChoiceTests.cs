using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;

namespace EFCore.ReadWriteSplitting.Tests.Routing;

public sealed class ReplicaChoiceTests
{
    private const NodeRole Replica = NodeRole.Replica;
    private const NodeRole Primary = NodeRole.Primary;

    // Every candidate's rank, best first; an offline one is never chosen.
    private static readonly (NodeRole? Role, NodeHealth Health, bool Shows)[] Ranks =
    [
        (Replica, NodeHealth.Healthy, true),
        (Replica, NodeHealth.Healthy, false),
        (Replica, NodeHealth.Unknown, true),
        (Replica, NodeHealth.Unknown, false),
        (Replica, NodeHealth.Lagging, true),
        (Replica, NodeHealth.Lagging, false),
        (Primary, NodeHealth.Healthy, true),
        (Primary, NodeHealth.Healthy, false),
        (Primary, NodeHealth.Unknown, true),
        (Primary, NodeHealth.Unknown, false),
        (Primary, NodeHealth.Lagging, true),
        (Primary, NodeHealth.Lagging, false),
    ];

    public static TheoryData<int, int> Pairs
    {
        get
        {
            var pairs = new TheoryData<int, int>();
            foreach (int better in Enumerable.Range(0, Ranks.Length))
            {
                foreach (int worse in Enumerable.Range(better + 1, Ranks.Length - better - 1))
                {
                    pairs.Add(better, worse);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Better_node_of_each_pair_is_chosen_whatever_its_load_and_the_turn(int better, int worse)
    {
        for (uint turn = 0; turn < 3; turn++)
        {
            Assert.Equal(0, ReplicaChoice.Choose([Candidate(better, busy: 9), Candidate(worse, busy: 0)], turn));
            Assert.Equal(1, ReplicaChoice.Choose([Candidate(worse, busy: 0), Candidate(better, busy: 9)], turn));
        }
    }

    [Fact]
    public void Offline_node_is_never_chosen()
    {
        Assert.Equal(ReplicaChoice.None, ReplicaChoice.Choose([], 0));
        var offline = new ReplicaCandidate(Replica, NodeHealth.Offline, true, 0);
        Assert.Equal(ReplicaChoice.None, ReplicaChoice.Choose([offline, offline], 1));
        Assert.Equal(1, ReplicaChoice.Choose([offline, Candidate(Ranks.Length - 1, busy: 100)], 0));
    }

    [Fact]
    public void Less_busy_of_equal_nodes_is_chosen_and_equally_busy_nodes_take_turns()
    {
        ReplicaCandidate[] three = [Candidate(0, 2), Candidate(0, 1), Candidate(0, 2)];
        Assert.All(Enumerable.Range(0, 6), turn => Assert.Equal(1, ReplicaChoice.Choose(three, (uint)turn)));
        ReplicaCandidate[] equals = [Candidate(0, 1), Candidate(0, 1), Candidate(0, 1)];
        Assert.Equal([0, 1, 2, 0, 1, 2], Enumerable.Range(0, 6).Select(turn => ReplicaChoice.Choose(equals, (uint)turn)));
        Assert.InRange(ReplicaChoice.Choose(equals, uint.MaxValue), 0, 2);
    }

    [Fact]
    public void Equal_nodes_get_equally_many_turns_whichever_nodes_are_between_them()
    {
        var offline = new ReplicaCandidate(Replica, NodeHealth.Offline, true, 0);
        foreach (ReplicaCandidate[] nodes in new ReplicaCandidate[][]
        {
            [Candidate(0, 1), Candidate(6, 0), Candidate(0, 1)],
            [Candidate(6, 0), Candidate(0, 1), Candidate(0, 1)],
            [Candidate(0, 1), Candidate(0, 1), Candidate(6, 0)],
            [Candidate(0, 1), offline, Candidate(0, 1)],
        })
        {
            int[] turns = [.. Enumerable.Range(0, 100).Select(turn => ReplicaChoice.Choose(nodes, (uint)turn))];
            Assert.All(turns.GroupBy(chosen => chosen), group => Assert.Equal(50, group.Count()));
            Assert.Equal(2, turns.Distinct().Count());
        }
    }

    [Fact]
    public void Node_of_unknown_role_counts_as_a_replica() =>
        Assert.Equal(0, ReplicaChoice.Choose([new ReplicaCandidate(null, NodeHealth.Unknown, true, 0), Candidate(6, 0)], 1));

    private static ReplicaCandidate Candidate(int rank, int busy) => new(Ranks[rank].Role, Ranks[rank].Health, Ranks[rank].Shows, busy);
}
