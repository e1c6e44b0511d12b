using Tracker.Drills.Failover;

namespace Tracker.Drills.Tests.Failover;

public sealed class Broken_promises
{
    private static readonly FaultOutcome Good = new() { Fault = "switchover", Acknowledged = 10, Present = 10 };

    public static TheoryData<FaultOutcome, string> Broken => new()
    {
        { Good with { Lost = 2 }, "2 acknowledged units are lost" },
        { Good with { AppliedTwice = 1 }, "1 units were applied twice" },
        { Good with { UnitErrors = 3 }, "3 errors surfaced from units of work" },
        { Good with { ReadErrors = 4 }, "4 reads failed" },
        { Good with { SurvivorConnections = 5, SurvivorConnectionsKept = 4 }, "4 of 5 connections to the other replica were kept" },
        { Good with { SurvivorConnections = 0, SurvivorConnectionsKept = 0 }, "no connection to the other replica was there to be kept" },
        { Good with { WentOn = false }, "units were not acknowledged again within two minutes" },
    };

    [Fact]
    public void Are_none_where_all_is_there_once_and_nobody_saw_an_error() => Assert.Empty(Promises.Broken(Good, asynchronous: false));

    [Theory]
    [MemberData(nameof(Broken))]
    public void Are_told_in_words(FaultOutcome outcome, string words) => Assert.Equal([words], Promises.Broken(outcome, asynchronous: false));

    [Fact]
    public void Are_not_the_losses_of_commits_that_wait_for_nobody() => Assert.Empty(Promises.Broken(Good with { Lost = 2 }, asynchronous: true));
}
