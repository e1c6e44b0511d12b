using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Data.Model;

namespace Tracker.Data.Pipeline;

/// <summary>A consumer of the report log, shard by shard: it reads from one snapshot, computes, and returns effects.</summary>
public interface IShardConsumer
{
    /// <summary>Its name in <c>consumer_cursors</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Which shards are due for another reason than new reports, for example because fences changed; called in each batch's snapshot. A
    /// batch of such a shard has no reports. Where new reports wait too, batches with and without reports alternate.
    /// </summary>
    Task<Func<ConsumerCursor, bool>> DueAsync(ReadScope read, CancellationToken cancellationToken);

    /// <summary>
    /// Reads what the batch needs besides its reports, from the same snapshot and up to <see cref="ShardBatch.UpTo"/>, and computes its
    /// effects.
    /// </summary>
    Task<ShardEffects> ProcessAsync(ReadScope read, ShardBatch batch, CancellationToken cancellationToken);

    /// <summary>
    /// Hands over to retention: says what to keep of reports that are about to be dropped. All of them are processed in the batch's
    /// snapshot.
    /// </summary>
    Task<HandOver> HandOverAsync(ReadScope read, ShardBatch batch, HandOverRequest request, CancellationToken cancellationToken);
}
