using EFCore.ReadWriteSplitting.Scopes;
using LocationAggregator.Horizon;
using Tracker.Data.Pipeline;
using Tracker.Geo.Reports;

namespace LocationAggregator.Storage;

/// <summary>The states of trackers before their last reports of those that go; and of these reports the last two, which neighbours are judged by.</summary>
internal sealed class HorizonHandOver(
    short shard, IReadOnlyCollection<(long TrackerId, ReportKey Key)> kept, IReadOnlyList<(long TrackerId, HorizonState State)> states) : HandOver(kept)
{
    public override Task WriteAsync(WriteScope write, CancellationToken cancellationToken) =>
        states.Count == 0 ? Task.CompletedTask : HorizonTable.WriteAsync(write, shard, states, cancellationToken);
}
