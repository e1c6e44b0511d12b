namespace Tracker.Bench.Stages;

/// <summary>The scale of the benchmark.</summary>
/// <param name="Reports">The number of reports that the fleet sends, including duplicates.</param>
/// <param name="Trackers">The number of trackers in the fleet.</param>
/// <param name="Fences">The number of fences.</param>
internal sealed record PipelineScale(int Reports, int Trackers, int Fences)
{
    private const int ReportsOfManyTrackers = 10;

    /// <summary>The same number of reports from many trackers, with ten reports each.</summary>
    public PipelineScale ManyTrackers => this with { Trackers = Math.Max(1, Reports / ReportsOfManyTrackers) };
}
