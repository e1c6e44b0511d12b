using EFCore.ReadWriteSplitting.Scopes;
using LocationAggregator.Tracks;
using Tracker.Data.Pipeline;

namespace LocationAggregator.Storage;

/// <summary>Writes the tracks of days that are over.</summary>
internal sealed class TrackEffects(
    ShardBatch batch,
    IReadOnlyList<(long TrackerId, DateOnly Day)> days,
    IReadOnlyList<StoredTrack> superseded,
    IReadOnlyList<(long TrackerId, DayTrack Track)> added) : ShardEffects
{
    // Tracks have numbers of their own.
    public override int Entries => 0;

    public override async Task WriteAsync(WriteScope write, CancellationToken cancellationToken)
    {
        await TrackLog.WriteAsync(write, batch.Shard, superseded, added, cancellationToken);
        await TrackDays.TakeAsync(write, days, cancellationToken);
    }
}
