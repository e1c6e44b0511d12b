using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Health;
using EFCore.ReadWriteSplitting.Routing;
using NpgsqlTypes;

namespace EFCore.ReadWriteSplitting.Tests.Routing;

public sealed class ReadPlanTests
{
    private static readonly WriteToken Asked = new(7, 2, new NpgsqlLogSequenceNumber(100));
    private static readonly WriteToken Proof = new(7, 2, new NpgsqlLogSequenceNumber(50));

    private static readonly Dictionary<string, ReadConsistency> Consistencies = new()
    {
        ["eventual"] = ReadConsistency.Eventual,
        ["primary"] = ReadConsistency.Primary,
        ["at least"] = ReadConsistency.AtLeast(Asked),
        ["bounded"] = ReadConsistency.BoundedStaleness(TimeSpan.FromSeconds(1)),
        ["session"] = new ReadConsistency.SessionRead(new TokenRequirement(Asked, NeedsTimeline: true), false),
        ["new session"] = new ReadConsistency.SessionRead(new TokenRequirement(NeedsTimeline: true), false),
    };

    // Consistency, split, proof at hand: on a replica, reason, which token, whether the timeline must be known.
    public static TheoryData<string, bool, bool, bool, RouteReason, string, bool> Table => new()
    {
        { "eventual", true, false, true, RouteReason.Replica, "none", false },
        { "eventual", true, true, true, RouteReason.Replica, "none", false },
        { "eventual", false, false, false, RouteReason.ReadSplitOff, "none", false },
        { "eventual", false, true, false, RouteReason.ReadSplitOff, "none", false },
        { "primary", true, false, false, RouteReason.PrimaryRequested, "none", false },
        { "primary", true, true, false, RouteReason.PrimaryRequested, "none", false },
        { "primary", false, false, false, RouteReason.PrimaryRequested, "none", false },
        { "primary", false, true, false, RouteReason.PrimaryRequested, "none", false },
        { "at least", true, false, true, RouteReason.ReplicaCaughtUp, "asked", false },
        { "at least", true, true, true, RouteReason.ReplicaCaughtUp, "asked", false },
        { "at least", false, false, false, RouteReason.ReadSplitOff, "asked", false },
        { "at least", false, true, false, RouteReason.ReadSplitOff, "asked", false },
        { "bounded", true, false, false, RouteReason.NoProof, "none", false },
        { "bounded", true, true, true, RouteReason.ReplicaCaughtUp, "proof", false },
        { "bounded", false, false, false, RouteReason.ReadSplitOff, "none", false },
        { "bounded", false, true, false, RouteReason.ReadSplitOff, "none", false },
        { "session", true, false, true, RouteReason.ReplicaCaughtUp, "asked", true },
        { "session", true, true, true, RouteReason.ReplicaCaughtUp, "asked", true },
        { "session", false, false, false, RouteReason.ReadSplitOff, "asked", true },
        { "session", false, true, false, RouteReason.ReadSplitOff, "asked", true },
        { "new session", true, false, true, RouteReason.Replica, "none", true },
        { "new session", true, true, true, RouteReason.Replica, "none", true },
        { "new session", false, false, false, RouteReason.ReadSplitOff, "none", true },
        { "new session", false, true, false, RouteReason.ReadSplitOff, "none", true },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Plan_follows_from_the_requested_consistency_and_the_proof(
        string consistency, bool split, bool hasProof, bool onReplica, RouteReason reason, string token, bool needsTimeline)
    {
        WriteToken? expected = token switch { "asked" => Asked, "proof" => Proof, _ => null };
        foreach (ReadConsistency asked in new[] { Consistencies[consistency], Consistencies[consistency].OrStale() })
        {
            Assert.Equal(new ReadPlan(onReplica, reason, new TokenRequirement(expected, NeedsTimeline: needsTimeline)), ReadPlan.Of(asked, split, hasProof ? Proof : null));
        }
    }

    [Fact]
    public void Session_read_refuses_a_server_that_does_not_know_its_timeline()
    {
        var adrift = new NodeState("n", NodeRole.Replica, 7, null, new NpgsqlLogSequenceNumber(500));
        Assert.Equal(TokenStatus.NotYet, ReadPlan.Of(Consistencies["new session"], true, null).Requirement.Judge(adrift, null));
        Assert.Equal(TokenStatus.Shown, ReadPlan.Of(Consistencies["eventual"], true, null).Requirement.Judge(adrift, null));
    }
}
