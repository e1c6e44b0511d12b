namespace LocationAggregator.Aggregation;

/// <summary>In what pieces a replay reads a history.</summary>
/// <param name="Reports">Reports a page.</param>
/// <param name="Stays">Effective stays a page.</param>
/// <param name="FarBack">Where the last stay is further back than this, a silence is looked for: a replay can begin there too.</param>
internal sealed record ReplayPages(int Reports, int Stays, TimeSpan FarBack)
{
    public static readonly ReplayPages Default = new(Reports: 1_000, Stays: 100, FarBack: TimeSpan.FromDays(1));
}
