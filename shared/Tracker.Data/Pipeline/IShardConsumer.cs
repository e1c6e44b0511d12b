using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Data.Model;
using Tracker.Data.Retention;

namespace Tracker.Data.Pipeline;

/// <summary>What a worker makes of the report log, shard by shard. Reads from one snapshot, computes, and returns effects.</summary>
public interface IShardConsumer
{
    /// <summary>Its name in <c>consumer_cursors</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Which shards have something to do beside their new reports (fences changed); asked in each batch's snapshot. Batches of
    /// such a shard come without reports, in turn with its new reports where there are any.
    /// </summary>
    Task<Func<ConsumerCursor, bool>> DueAsync(ReadScope read, CancellationToken cancellationToken);

    /// <summary>Reads what the batch needs beside its reports (in the same snapshot, up to <see cref="ShardBatch.UpTo"/>) and computes its effects.</summary>
    Task<ShardEffects> ProcessAsync(ReadScope read, ShardBatch batch, CancellationToken cancellationToken);

    /// <summary>
    /// Says what is to be kept of reports that are to go (in the batch's snapshot, in which all of them are processed), so that
    /// reports and changes that come later give what they would give if nothing were gone.
    /// </summary>
    Task<Settlement> SettleAsync(ReadScope read, ShardBatch batch, SettlementRequest request, CancellationToken cancellationToken);
}
