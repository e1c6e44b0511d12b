namespace Tracker.Drills.Failover;

/// <summary>What clients saw of one fault.</summary>
public sealed record FaultOutcome
{
    /// <summary>The fault's name.</summary>
    public required string Fault { get; init; }

    /// <summary>Units of work that were acknowledged.</summary>
    public int Acknowledged { get; init; }

    /// <summary>Acknowledged units that are there after all is whole again.</summary>
    public int Present { get; init; }

    /// <summary>Acknowledged units that are not.</summary>
    public int Lost { get; init; }

    /// <summary>The first of the lost ones.</summary>
    public IReadOnlyList<long> LostUnits { get; init; } = [];

    /// <summary>Units that are there more than once.</summary>
    public int AppliedTwice { get; init; }

    /// <summary>Errors that surfaced from units of work.</summary>
    public int UnitErrors { get; init; }

    /// <summary>Reads that succeeded.</summary>
    public int Reads { get; init; }

    /// <summary>Errors that surfaced from reads.</summary>
    public int ReadErrors { get; init; }

    /// <summary>Seconds in which no unit was acknowledged to anybody.</summary>
    public double LongestPause { get; init; }

    /// <summary>Seconds in which nobody's read succeeded.</summary>
    public double LongestReadPause { get; init; }

    /// <summary>Connections to the replica that the fault does not hit, as its PgBouncer counts them; null for other faults.</summary>
    public int? SurvivorConnections { get; init; }

    /// <summary>So many of them were there still before the fault was healed.</summary>
    public int? SurvivorConnectionsKept { get; init; }

    /// <summary>Whether units were acknowledged again, after it was healed.</summary>
    public bool WentOn { get; init; } = true;

    /// <summary>The errors that surfaced.</summary>
    public IReadOnlyDictionary<string, int> Errors { get; init; } = new Dictionary<string, int>();

    /// <summary>Why the fault was not made; null where it was.</summary>
    public string? Skipped { get; init; }

    /// <summary>What was not as promised, in words. Without synchronous commit, losses are counted and not promised away.</summary>
    public IReadOnlyList<string> Broken { get; init; } = [];
}

/// <summary>What came of a failover drill; the keys of its JSON.</summary>
public sealed record FailoverDrillResult(bool Asynchronous, IReadOnlyList<FaultOutcome> Faults)
{
    public bool IsGood => Faults.All(fault => fault.Broken.Count == 0);
}
