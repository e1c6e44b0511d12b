using Tracker.Drills.Running;

namespace Tracker.Drills.Blindness;

/// <summary>What the workers reported of a replica that went quiet.</summary>
public sealed record BlindOutcome
{
    /// <summary>The fault.</summary>
    public required string Fault { get; init; }

    /// <summary>How the workers connect.</summary>
    public required DrillTopology Topology { get; init; }

    /// <summary>Whether the primary wrote meanwhile.</summary>
    public bool Writing { get; init; }

    /// <summary>Why the fault was not injected; null if it was.</summary>
    public string? Skipped { get; init; }

    /// <summary>Looks at a worker, later than <see cref="BlindDrillResult.NoticeWithin"/> after the fault, that found the replica
    /// healthy or with a lag that nobody can have observed.</summary>
    public int FalseHealthy { get; init; }

    /// <summary>Seconds until the last worker noticed.</summary>
    public double SecondsToNotice { get; init; }

    /// <summary>Each worker's last word on the replica during the fault.</summary>
    public IReadOnlyDictionary<string, string> Reported { get; init; } = new Dictionary<string, string>();
}

/// <summary>The result of the drill of quiet replicas.</summary>
/// <param name="Outcomes">One per fault, topology and load.</param>
public sealed record BlindDrillResult(IReadOnlyList<BlindOutcome> Outcomes)
{
    /// <summary>Within this time every worker must notice.</summary>
    public static readonly TimeSpan NoticeWithin = TimeSpan.FromSeconds(5);

    /// <summary>All false looks.</summary>
    public int FalseHealthy => Outcomes.Sum(outcome => outcome.FalseHealthy);

    /// <summary>The longest time until a worker noticed.</summary>
    public double SecondsToNotice => Outcomes.Select(outcome => outcome.SecondsToNotice).DefaultIfEmpty().Max();

    /// <summary>No worker was wrong, and each fault was noticed in time.</summary>
    public bool IsGood => FalseHealthy == 0 && SecondsToNotice <= NoticeWithin.TotalSeconds && Outcomes.Any(outcome => outcome.Skipped is null);
}
