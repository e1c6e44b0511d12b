namespace Tracker.Drills.Fallbacks;

/// <summary>The figures of a phase.</summary>
public sealed record FallbackFigures
{
    public required int Writes { get; init; }

    /// <summary>The latency of a write including its commit, in milliseconds.</summary>
    public required double WriteP50 { get; init; }

    /// <summary>The latency of a write including its commit, in milliseconds.</summary>
    public required double WriteP99 { get; init; }

    public required int ReadsByReplica { get; init; }

    public required int ReadsByPrimary { get; init; }

    /// <summary>Reads that failed because no replica was fresh enough and the fallback limit was reached.</summary>
    public required int ReadsRefused { get; init; }

    /// <summary>Unexpected errors.</summary>
    public required IReadOnlyDictionary<string, int> Errors { get; init; }
}

/// <summary>The result of a fallback drill. The properties are the keys of its JSON output.</summary>
/// <param name="Before">The phase in which replicas keep up.</param>
/// <param name="During">The phase in which replay is paused on all replicas.</param>
public sealed record FallbackDrillResult(FallbackFigures Before, FallbackFigures During)
{
    /// <summary>The highest acceptable ratio.</summary>
    public const double HighestRatio = 1.5;

    /// <summary>The ratio of the p99 write latency during the fault to that before; null if there were no writes.</summary>
    public double? Ratio => Before.Writes > 0 && During.Writes > 0 ? Math.Round(During.WriteP99 / Before.WriteP99, 2) : null;

    /// <summary>The ratio is acceptable, there were no unexpected errors, and the fault affected reads.</summary>
    public bool IsGood =>
        Ratio <= HighestRatio && Before.Errors.Count == 0 && During.Errors.Count == 0 && During.ReadsByPrimary + During.ReadsRefused > 0;
}
