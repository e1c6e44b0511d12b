namespace Tracker.Drills.Failover;

/// <summary>What must hold through every fault.</summary>
internal static class Promises
{
    public static IReadOnlyList<string> Broken(FaultOutcome outcome, bool asynchronous)
    {
        List<string> broken = [];
        Require(asynchronous || outcome.Lost == 0, $"{outcome.Lost} acknowledged units are lost");
        Require(outcome.AppliedTwice == 0, $"{outcome.AppliedTwice} units were applied twice");
        Require(outcome.UnitErrors == 0, $"{outcome.UnitErrors} errors surfaced from units of work");
        Require(outcome.ReadErrors == 0, $"{outcome.ReadErrors} reads failed");
        Require(outcome.SurvivorConnectionsKept == outcome.SurvivorConnections,
            $"{outcome.SurvivorConnectionsKept} of {outcome.SurvivorConnections} connections to the other replica were kept");
        Require(outcome.SurvivorConnections is null or > 0, "no connection to the other replica was there to be kept");
        Require(outcome.WentOn, "units were not acknowledged again within two minutes");
        return broken;

        void Require(bool holds, string otherwise)
        {
            if (!holds)
            {
                broken.Add(otherwise);
            }
        }
    }
}
