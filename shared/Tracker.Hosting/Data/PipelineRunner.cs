using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.Logging;
using Tracker.Data.Pipeline;

namespace Tracker.Hosting.Data;

/// <summary>Runs the batches of a consumer one after another.</summary>
/// <typeparam name="TConsumer">The consumer.</typeparam>
public sealed class PipelineRunner<TConsumer>(
    Database database, TConsumer consumer, PipelineOptions options, TimeProvider time, ILogger<PipelineRunner<TConsumer>> logger)
    where TConsumer : IShardConsumer
{
    // Instances that collided on a shard back off: each waits for a random time, longer after each collision.
    private const int CollisionsBeforeRest = 5;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(10);

    private readonly ShardPipeline _pipeline = new(database, consumer, options.BatchSize, logger);
    private int _collisions;

    /// <summary>Runs one batch; true where there may be more to do at once.</summary>
    public async ValueTask<bool> RunAsync(CancellationToken cancellationToken)
    {
        BatchOutcome outcome = await _pipeline.RunBatchAsync(cancellationToken);
        if (outcome is BatchOutcome.Committed or BatchOutcome.Idle)
        {
            _collisions = 0;
            return outcome == BatchOutcome.Committed;
        }

        if (++_collisions > CollisionsBeforeRest)
        {
            _collisions = 0;
            return false;
        }

        await Task.Delay(FirstWait * (1 << _collisions) * Random.Shared.NextDouble(), time, cancellationToken);
        return true;
    }
}
