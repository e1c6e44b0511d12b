using EFCore.ReadWriteSplitting.Scopes;
using LocationAggregator.Tracks;
using Tracker.Data.OutputLogs;
using Tracker.Data.Pipeline;

namespace LocationAggregator.Storage;

/// <summary>Writes the tracks of days that are over.</summary>
internal sealed class TrackEffects(
    ShardBatch batch,
    IReadOnlyList<(long TrackerId, DateOnly Day)> days,
    IReadOnlyList<StoredTrack> superseded,
    IReadOnlyList<(long TrackerId, DayTrack Track)> added) : ShardEffects
{
    // output_logs numbers tracks.
    public override int Entries => 0;

    public override async Task WriteAsync(WriteScope write, CancellationToken cancellationToken)
    {
        LogChanges<DayTrack> changes = new([.. superseded.Select(track => track.Sequence)], added);
        await OutputLog.Tracks.WriteAsync(write, batch.Shard, changes, TrackLog.Columns, cancellationToken);
        await TrackDays.TakeAsync(write, days, cancellationToken);
    }
}
