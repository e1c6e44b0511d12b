namespace Tracker.Bench;

/// <summary>How much is measured.</summary>
/// <param name="Reports">Reports that the fleet sends, duplicates among them.</param>
/// <param name="Trackers">Trackers of the fleet.</param>
/// <param name="Fences">Fences around the fleet.</param>
internal sealed record PipelineScale(int Reports, int Trackers, int Fences)
{
    private const int ReportsOfManyTrackers = 10;

    /// <summary>The same number of reports from as many trackers as possible: 100,000 of ten reports each for a million.</summary>
    public PipelineScale ManyTrackers => this with { Trackers = Math.Max(1, Reports / ReportsOfManyTrackers) };
}
