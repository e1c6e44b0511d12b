using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.Logging;
using Tracker.Data.Pipeline;

namespace Tracker.Hosting.Data;

/// <summary>Runs a consumer's batches for its job, one after another.</summary>
/// <typeparam name="TConsumer">The consumer.</typeparam>
public sealed class PipelineRunner<TConsumer>(
    Database database, TConsumer consumer, PipelineSettings settings, TimeProvider time, ILogger<PipelineRunner<TConsumer>> logger)
    where TConsumer : IShardConsumer
{
    // Instances that met in a shard part again: each waits for a moment of its own, longer after each meeting.
    private const int MeetingsBeforeRest = 5;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(10);

    private readonly ShardPipeline _pipeline = new(database, consumer, settings.BatchSize, logger);
    private int _meetings;

    /// <summary>One batch; true where there may be more to do at once.</summary>
    public async ValueTask<bool> RunAsync(CancellationToken cancellationToken)
    {
        BatchOutcome outcome = await _pipeline.RunBatchAsync(cancellationToken);
        if (outcome is BatchOutcome.Committed or BatchOutcome.Idle)
        {
            _meetings = 0;
            return outcome == BatchOutcome.Committed;
        }

        if (++_meetings > MeetingsBeforeRest)
        {
            _meetings = 0;
            return false;
        }

        await Task.Delay(FirstWait * (1 << _meetings) * Random.Shared.NextDouble(), time, cancellationToken);
        return true;
    }
}
