namespace Tracker.Data.Pipeline;

/// <summary>The outcome of an attempt to process a batch.</summary>
public enum BatchOutcome
{
    /// <summary>No shard was due in the snapshot.</summary>
    Idle,

    /// <summary>Effects and cursor are durable.</summary>
    Committed,

    /// <summary>Another instance was faster, or the snapshot was stale: the batch is discarded and nothing is written.</summary>
    Stale,

    /// <summary>The snapshot came from a server on another timeline than the primary's: what it shows may not exist.</summary>
    OtherTimeline,
}
