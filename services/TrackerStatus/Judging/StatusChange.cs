using Tracker.Data.Model;
using TrackerStatus.Timeline;

namespace TrackerStatus.Judging;

/// <summary>An entry of the status log: a change of state, or a delivery.</summary>
/// <param name="State">The new state.</param>
/// <param name="OccurredAt">Event time, UTC.</param>
/// <param name="DeliveryLocationId">The location of a delivery; null for other states.</param>
internal readonly record struct StatusEvent(TrackerState State, DateTime OccurredAt, long? DeliveryLocationId)
{
    public static StatusEvent Of(StatusTransition transition) => new(transition.To, transition.OccurredAt, DeliveryLocationId: null);
}

/// <summary>An entry in the log.</summary>
internal readonly record struct StoredEvent(long TrackerId, long Sequence, StatusEvent Event);

/// <summary>What a batch changes for one tracker.</summary>
/// <param name="TrackerId">The tracker.</param>
/// <param name="Superseded">Entries that are no longer valid.</param>
/// <param name="Added">New entries.</param>
/// <param name="Before">The row before the batch; null if the tracker was never seen.</param>
/// <param name="After">The row after the batch.</param>
internal sealed record StatusChange(
    long TrackerId, IReadOnlyList<StoredEvent> Superseded, IReadOnlyList<StatusEvent> Added, TrackerRecord? Before, TrackerRecord After)
{
    /// <summary>Whether the row must be written. Late reports often change nothing.</summary>
    public bool ChangesRow => Before != After;
}
