using Tracker.Data.Model;
using TrackerStatus.Timeline;

namespace TrackerStatus;

/// <summary>An entry of the status log: a change of state, or a delivery.</summary>
/// <param name="State">The new state.</param>
/// <param name="OccurredAt">Event time, UTC.</param>
/// <param name="DeliveryLocationId">Where it was delivered to; null for the other states.</param>
internal readonly record struct StatusEvent(TrackerState State, DateTime OccurredAt, long? DeliveryLocationId)
{
    public static StatusEvent Of(StatusTransition transition) => new(transition.To, transition.OccurredAt, DeliveryLocationId: null);
}

/// <summary>An entry as the log has it.</summary>
internal readonly record struct StoredEvent(long TrackerId, long Sequence, StatusEvent Event);

/// <summary>What a batch changes of one tracker.</summary>
/// <param name="TrackerId">Who.</param>
/// <param name="Superseded">Entries that no longer hold.</param>
/// <param name="Added">New ones.</param>
/// <param name="Before">Its row before; null for one that was never seen.</param>
/// <param name="After">Its row after.</param>
internal sealed record StatusChange(
    long TrackerId, IReadOnlyList<StoredEvent> Superseded, IReadOnlyList<StatusEvent> Added, TrackerRecord? Before, TrackerRecord After)
{
    /// <summary>Whether the row has to be written: not where late reports changed nothing.</summary>
    public bool ChangesRow => Before != After;
}
