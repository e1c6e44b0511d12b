using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Data.Model;

namespace Tracker.Data.Pipeline;

/// <summary>What a batch changes, computed before any lock; its log entries are numbered from the cursor that was read.</summary>
public abstract class ShardEffects
{
    /// <summary>Entries that it adds to the shard's output log.</summary>
    public abstract int Entries { get; }

    /// <summary>The cursor after the batch, but for position, stamp and sequence, which the pipeline sets.</summary>
    /// <param name="cursor">The cursor that was read.</param>
    public virtual ConsumerCursor Advance(ConsumerCursor cursor) => cursor;

    /// <summary>Writes effects and state; the cursor's row is held by this transaction.</summary>
    public abstract Task WriteAsync(WriteScope write, CancellationToken cancellationToken);
}
