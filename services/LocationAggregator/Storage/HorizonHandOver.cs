using EFCore.ReadWriteSplitting.Scopes;
using LocationAggregator.Horizon;
using Tracker.Data.Pipeline;
using Tracker.Geo.Reports;

namespace LocationAggregator.Storage;

/// <summary>
/// Writes the trackers' states at the new retention horizon. Keeps each tracker's last two reports before it, by which
/// their neighbours are judged.
/// </summary>
internal sealed class HorizonHandOver(
    short shard, IReadOnlyCollection<(long TrackerId, ReportKey Key)> kept, IReadOnlyList<(long TrackerId, HorizonState State)> states) : HandOver(kept)
{
    public override Task WriteAsync(WriteScope write, CancellationToken cancellationToken) =>
        states.Count == 0 ? Task.CompletedTask : HorizonTable.WriteAsync(write, shard, states, cancellationToken);
}
