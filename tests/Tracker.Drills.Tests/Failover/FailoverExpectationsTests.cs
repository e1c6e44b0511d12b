using Tracker.Drills.Failover;

namespace Tracker.Drills.Tests.Failover;

public sealed class FailoverExpectationsTests
{
    private static readonly FaultOutcome Good = new() { Fault = "switchover", Acknowledged = 10, Present = 10 };

    public static TheoryData<FaultOutcome, string> Broken => new()
    {
        { Good with { Lost = 2 }, "2 acknowledged units are lost" },
        { Good with { AppliedTwice = 1 }, "1 units were applied twice" },
        { Good with { UnitErrors = 3 }, "3 units of work failed" },
        { Good with { ReadErrors = 4 }, "4 reads failed" },
        { Good with { SurvivorConnections = 5, SurvivorConnectionsKept = 4 }, "4 of 5 connections to the other replica were kept" },
        { Good with { SurvivorConnections = 0, SurvivorConnectionsKept = 0 }, "there was no connection to the other replica" },
        { Good with { SecondsUntilBalanced = 2.01 }, "reads went to the primary for 2.01 s although a replica was to be had" },
        { Good with { WentOn = false }, "units were not acknowledged again within two minutes" },
    };

    [Fact]
    public void All_expectations_are_met_if_every_unit_is_present_once_without_errors() =>
        Assert.Empty(FailoverExpectations.Unmet(Good, asynchronous: false));

    [Theory]
    [MemberData(nameof(Broken))]
    public void An_unmet_expectation_is_described(FaultOutcome outcome, string words) =>
        Assert.Equal([words], FailoverExpectations.Unmet(outcome, asynchronous: false));

    [Fact]
    public void Losses_of_asynchronous_commits_are_not_unmet_expectations() =>
        Assert.Empty(FailoverExpectations.Unmet(Good with { Lost = 2 }, asynchronous: true));
}
