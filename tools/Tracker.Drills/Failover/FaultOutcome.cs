namespace Tracker.Drills.Failover;

/// <summary>The effects of a fault on clients.</summary>
public sealed record FaultOutcome
{
    /// <summary>The fault's name.</summary>
    public required string Fault { get; init; }

    /// <summary>Acknowledged units of work.</summary>
    public int Acknowledged { get; init; }

    /// <summary>Acknowledged units that are present after recovery.</summary>
    public int Present { get; init; }

    /// <summary>Acknowledged units that are missing after recovery.</summary>
    public int Lost { get; init; }

    /// <summary>The ids of the first lost units.</summary>
    public IReadOnlyList<long> LostUnits { get; init; } = [];

    /// <summary>Units that are present more than once.</summary>
    public int AppliedTwice { get; init; }

    /// <summary>Errors returned by units of work.</summary>
    public int UnitErrors { get; init; }

    /// <summary>Successful reads.</summary>
    public int Reads { get; init; }

    /// <summary>Errors returned by reads.</summary>
    public int ReadErrors { get; init; }

    /// <summary>The longest period without an acknowledged unit, in seconds.</summary>
    public double LongestPause { get; init; }

    /// <summary>The longest period without a successful read, in seconds.</summary>
    public double LongestReadPause { get; init; }

    /// <summary>Reads that the primary served, because no replica could.</summary>
    public int ReadsOnPrimary { get; init; }

    /// <summary>The longest time in which reads went to the primary although a replica was to be had, in seconds.</summary>
    public double SecondsUntilBalanced { get; init; }

    /// <summary>Connections to the replica that the fault does not affect, as reported by its PgBouncer; null for other faults.</summary>
    public int? SurvivorConnections { get; init; }

    /// <summary>The number of these connections that were still open before the fault was healed.</summary>
    public int? SurvivorConnectionsKept { get; init; }

    /// <summary>Whether units were acknowledged again after the fault was healed.</summary>
    public bool WentOn { get; init; } = true;

    /// <summary>The returned errors and their counts.</summary>
    public IReadOnlyDictionary<string, int> Errors { get; init; } = new Dictionary<string, int>();

    /// <summary>Why the fault was not injected; null if it was.</summary>
    public string? Skipped { get; init; }

    /// <summary>The unmet expectations. Lost units count as such only with synchronous commit.</summary>
    public IReadOnlyList<string> Broken { get; init; } = [];
}

/// <summary>The result of a failover drill. The properties are the keys of its JSON output.</summary>
public sealed record FailoverDrillResult(bool Asynchronous, IReadOnlyList<FaultOutcome> Faults)
{
    public bool IsGood => Faults.All(fault => fault.Broken.Count == 0);
}
