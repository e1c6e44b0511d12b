namespace Tracker.Drills.Fallbacks;

/// <summary>The figures of one phase.</summary>
public sealed record FallbackFigures
{
    public required int Writes { get; init; }

    /// <summary>Milliseconds of a write, its commit included.</summary>
    public required double WriteP50 { get; init; }

    /// <summary>Milliseconds of a write, its commit included.</summary>
    public required double WriteP99 { get; init; }

    public required int ReadsByReplica { get; init; }

    public required int ReadsByPrimary { get; init; }

    /// <summary>Reads told that no replica is fit and the primary has its fill.</summary>
    public required int ReadsRefused { get; init; }

    /// <summary>Errors that nobody expects to surface.</summary>
    public required IReadOnlyDictionary<string, int> Errors { get; init; }
}

/// <summary>What came of a fallback drill; the keys of its JSON.</summary>
/// <param name="Before">With replicas that keep up.</param>
/// <param name="During">With the replay of all replicas frozen.</param>
public sealed record FallbackDrillResult(FallbackFigures Before, FallbackFigures During)
{
    /// <summary>What is good at most.</summary>
    public const double HighestRatio = 1.5;

    /// <summary>The p99 of writes during the fault, in multiples of before; null where there were no writes to compare.</summary>
    public double? Ratio => Before.Writes > 0 && During.Writes > 0 ? Math.Round(During.WriteP99 / Before.WriteP99, 2) : null;

    /// <summary>Writes went on, nothing failed but what was refused in so many words, and the fault was felt.</summary>
    public bool IsGood => Ratio <= HighestRatio && Before.Errors.Count == 0 && During.Errors.Count == 0 && During.ReadsByPrimary + During.ReadsRefused > 0;
}
