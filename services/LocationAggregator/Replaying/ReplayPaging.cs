namespace LocationAggregator.Replaying;

/// <summary>How much of a history a replay reads at a time.</summary>
/// <param name="Reports">Reports per page.</param>
/// <param name="Stays">Effective stays per page.</param>
/// <param name="GapSearchThreshold">If the last anchor is further back than this, the replay also looks for a gap to start at.</param>
internal sealed record ReplayPaging(int Reports, int Stays, TimeSpan GapSearchThreshold)
{
    public static readonly ReplayPaging Default = new(Reports: 1_000, Stays: 100, GapSearchThreshold: TimeSpan.FromDays(1));
}
