using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Data.Pipeline;
using Tracker.Geo.Reports;
using TrackerStatus.Timeline;

namespace TrackerStatus.Storage;

/// <summary>Reads what a batch's snapshot shows.</summary>
internal sealed class SnapshotStore(ReadScope read, long upTo) : IStatusStore
{
    public async Task<IReadOnlyList<Fix>> PageAsync(long trackerId, ReportKey from, int limit, CancellationToken cancellationToken) =>
        await ReportPages.PageAsync(read, trackerId, from, upTo, limit, cancellationToken);

    public async Task<IReadOnlyList<Fix>> PageBeforeAsync(long trackerId, ReportKey before, int limit, CancellationToken cancellationToken) =>
        await ReportPages.BackAsync(read, trackerId, before, upTo, limit, cancellationToken);
}
