namespace Tracker.Drills.Failover;

/// <summary>The expectations that must hold for every fault.</summary>
internal static class FailoverExpectations
{
    private const double MaxSecondsUntilBalanced = 2;

    public static IReadOnlyList<string> Unmet(FaultOutcome outcome, bool asynchronous)
    {
        List<string> unmet = [];
        Require(asynchronous || outcome.Lost == 0, $"{outcome.Lost} acknowledged units are lost");
        Require(outcome.AppliedTwice == 0, $"{outcome.AppliedTwice} units were applied twice");
        Require(outcome.UnitErrors == 0, $"{outcome.UnitErrors} units of work failed");
        Require(outcome.ReadErrors == 0, $"{outcome.ReadErrors} reads failed");
        Require(outcome.SurvivorConnectionsKept == outcome.SurvivorConnections,
            $"{outcome.SurvivorConnectionsKept} of {outcome.SurvivorConnections} connections to the other replica were kept");
        Require(outcome.SurvivorConnections is null or > 0, "there was no connection to the other replica");
        Require(outcome.SecondsUntilBalanced <= MaxSecondsUntilBalanced,
            $"reads went to the primary for {outcome.SecondsUntilBalanced} s although a replica was to be had");
        Require(outcome.WentOn, "units were not acknowledged again within two minutes");
        return unmet;

        void Require(bool holds, string otherwise)
        {
            if (!holds)
            {
                unmet.Add(otherwise);
            }
        }
    }
}
