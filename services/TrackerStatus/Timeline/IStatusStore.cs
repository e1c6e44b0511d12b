using Tracker.Geo.Reports;

namespace TrackerStatus.Timeline;

/// <summary>A tracker's reports as a batch's snapshot shows them, including those of the batch.</summary>
internal interface IStatusStore
{
    /// <summary>A tracker's reports from a key on, in order, up to <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<Fix>> PageAsync(long trackerId, ReportKey from, int limit, CancellationToken cancellationToken);

    /// <summary>A tracker's reports before a key, latest first, up to <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<Fix>> PageBeforeAsync(long trackerId, ReportKey before, int limit, CancellationToken cancellationToken);
}
