using Tracker.Geo.Reports;

namespace TrackerStatus;

/// <summary>A tracker's reports in a batch's snapshot, those of the batch among them.</summary>
internal interface IStatusStore
{
    /// <summary>At most so many reports from a key on, in order.</summary>
    Task<IReadOnlyList<Fix>> PageAsync(long trackerId, ReportKey from, int limit, CancellationToken cancellationToken);

    /// <summary>At most so many reports before a key, the latest first.</summary>
    Task<IReadOnlyList<Fix>> BackAsync(long trackerId, ReportKey before, int limit, CancellationToken cancellationToken);
}
