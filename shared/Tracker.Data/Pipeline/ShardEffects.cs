using EFCore.ReadWriteSplitting.Scopes;

namespace Tracker.Data.Pipeline;

/// <summary>
/// The effects of a batch, computed before any lock is taken; its log entries are numbered from the cursor that was read.
/// </summary>
public abstract class ShardEffects
{
    /// <summary>The number of entries that it adds to the consumer's first output log.</summary>
    public abstract int Entries { get; }

    /// <summary>Writes effects and state; the cursor's row is held by this transaction.</summary>
    public abstract Task WriteAsync(WriteScope write, CancellationToken cancellationToken);
}
