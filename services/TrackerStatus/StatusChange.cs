using Tracker.Data.Model;
using Tracker.Data.Pipeline;
using Tracker.Data.Reports;
using TrackerStatus.Timeline;

namespace TrackerStatus;

/// <summary>A transition as the log has it.</summary>
internal readonly record struct StoredTransition(long TrackerId, long Sequence, TrackerState State, DateTime OccurredAt);

/// <summary>What a batch changes of one tracker.</summary>
/// <param name="TrackerId">Who.</param>
/// <param name="Superseded">Transitions that no longer hold.</param>
/// <param name="Added">New ones.</param>
/// <param name="State">Its state after the batch.</param>
/// <param name="Since">Since when.</param>
/// <param name="LastSeen">Its latest report where the batch brought it; null where what is known of it stands.</param>
internal sealed record StatusChange(
    long TrackerId, IReadOnlyList<StoredTransition> Superseded, IReadOnlyList<StatusTransition> Added, TrackerState State, DateTime Since, Fix? LastSeen)
{
    /// <summary>Whether the tracker's row has to be written: not where late reports changed nothing.</summary>
    public bool ChangesStatus => LastSeen is not null || Superseded.Count > 0 || Added.Count > 0;

    /// <param name="trackerId">Who.</param>
    /// <param name="batch">Its new reports, and the last processed one.</param>
    /// <param name="beforeLate">The report before the first late one; null where there is none.</param>
    /// <param name="history">All reports from the first late one on; null where none is late.</param>
    /// <param name="log">Its effective transitions.</param>
    /// <param name="inactiveAfter">The threshold.</param>
    public static StatusChange Of(
        long trackerId, TrackerBatch batch, Fix? beforeLate, IReadOnlyList<Fix>? history, IReadOnlyList<StoredTransition> log, TimeSpan inactiveAfter)
    {
        bool isLate = history is not null;
        DateTime? previous = isLate ? beforeLate?.RecordedAt : batch.Last?.RecordedAt;
        // Without a fresh report the last one stands, and what comes after it (the open end) is not touched.
        DateTime? upTo = batch.Fresh.Count > 0 ? null : batch.Last?.RecordedAt;

        StoredTransition[] existing = [.. log.Where(entry => (previous is not { } from || entry.OccurredAt > from) && (upTo is not { } to || entry.OccurredAt <= to))];
        DateTime[] times = [.. (history ?? batch.New).Select(fix => fix.RecordedAt)];
        IReadOnlyList<StatusTransition> computed = StatusTimeline.Between(previous, times, next: null, inactiveAfter);
        LogChange<StoredTransition, StatusTransition> change = LogDiff.Between(
            existing, computed, entry => (entry.State, entry.OccurredAt), entry => (entry.To, entry.OccurredAt));

        (TrackerState state, DateTime since) = log
            .Except(change.Superseded)
            .Select(entry => (entry.State, entry.OccurredAt))
            .Concat(change.Added.Select(entry => (entry.To, entry.OccurredAt)))
            .MaxBy(entry => entry.OccurredAt);
        return new StatusChange(trackerId, change.Superseded, change.Added, state, since, batch.Fresh.Count > 0 ? batch.Fresh[^1] : null);
    }
}
