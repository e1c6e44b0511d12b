namespace Tracker.Tests.Oracle;

/// <summary>Outliers: reports that cannot be reached from the report before, nor the report after from them, at 100 m/s.</summary>
internal static class OutlierOracle
{
    private const double MetresPerSecond = 100;

    /// <param name="history">One vehicle's reports by time.</param>
    public static IReadOnlyList<OracleReport> Of(IReadOnlyList<OracleReport> history) =>
    [
        .. Enumerable.Range(0, history.Count)
            .Where(i => i > 0 && i < history.Count - 1)
            .Where(i => IsImpossible(history[i - 1], history[i]) && IsImpossible(history[i], history[i + 1]))
            .Select(i => history[i]),
    ];

    private static bool IsImpossible(OracleReport from, OracleReport to) =>
        Haversine.Metres(from, to) > MetresPerSecond * Math.Max(1, (to.Time - from.Time).TotalSeconds);
}
