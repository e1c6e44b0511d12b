using System.Diagnostics;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.Logging;
using Tracker.Data.Model;

namespace Tracker.Data.Pipeline;

/// <summary>
/// Runs a consumer over the shards, batch by batch: reads one snapshot on a replica, computes, and commits on the primary if the
/// cursor's stamp is still the one that was read. No lock is held while computing; any number of instances can run. A stale
/// replica makes it late, never wrong. Not thread-safe: use one instance per loop.
/// </summary>
/// <param name="database">The cluster.</param>
/// <param name="consumer">Processes the batches.</param>
/// <param name="batchSize">The greatest number of reports per batch.</param>
/// <param name="logger">Logs discarded batches.</param>
public sealed partial class ShardPipeline(Database database, IShardConsumer consumer, int batchSize, ILogger logger)
{
    private readonly ShardChooser _chooser = new();

    /// <summary>Reads, computes and commits one batch.</summary>
    /// <returns>The outcome; <see cref="BatchOutcome.Idle"/> where no shard was due.</returns>
    public async Task<BatchOutcome> RunBatchAsync(CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        Computed? computed = await database.ReadAsync(ReadConsistency.Eventual, ComputeAsync, cancellationToken, snapshot: true);
        if (computed is null)
        {
            return BatchOutcome.Idle;
        }

        ShardBatch batch = computed.Batch;
        BatchOutcome outcome = await BatchWriter.CommitAsync(database, batch, computed.Timeline, computed.Effects, cancellationToken);
        if (outcome == BatchOutcome.Committed)
        {
            _chooser.Remember(batch.Shard, computed.Timeline, batch.UpTo);
        }
        else
        {
            LogDiscarded(consumer.Name, batch.Shard, outcome);
        }

        PipelineMetrics.Record(consumer.Name, outcome, batch.Reports.Count, Stopwatch.GetElapsedTime(started));
        return outcome;
    }

    private async Task<Computed?> ComputeAsync(ReadScope read, CancellationToken cancellationToken)
    {
        // A replica that receives no WAL may be detached from the cluster: its data belongs to no known timeline.
        if (read.Route.Timeline is not { } timeline)
        {
            return null;
        }

        List<CursorReading> cursors = await BatchReader.CursorsAsync(read, consumer.Name, cancellationToken);
        Func<ConsumerCursor, bool> due = await consumer.DueAsync(read, cancellationToken);
        ConsumerCursor? chosen = _chooser.Choose(
            cursors.Where(row => row.IsBehind || row.HasHandOver || due(row.Cursor)).Select(row => row.Cursor),
            timeline,
            Random.Shared.Next(ReportShard.Count));
        if (chosen is null)
        {
            return null;
        }

        CursorReading reading = cursors.Find(row => row.Cursor == chosen);
        // Other work and waiting reports take turns, so that a steady stream of one does not starve the other.
        List<StoredReport> reports = due(chosen) && !(reading.IsBehind && Random.Shared.Next(2) == 0)
            ? []
            : await BatchReader.ReportsAsync(read, chosen.Shard, chosen.Position, batchSize, cancellationToken);
        var batch = new ShardBatch(chosen, reports, reading.At);
        return new Computed(
            batch,
            timeline,
            due(chosen) || reading.IsBehind
                ? await consumer.ProcessAsync(read, batch, cancellationToken)
                : await HandOverAsync(read, batch, cancellationToken));
    }

    // Only where no report waits: the reports that are to be dropped are processed by then.
    private async Task<ShardEffects> HandOverAsync(ReadScope read, ShardBatch batch, CancellationToken cancellationToken)
    {
        HandOverRequest request = (await HandOvers.NextAsync(read, consumer.Name, batch.Shard, cancellationToken))!;
        HandOver handOver = await consumer.HandOverAsync(read, batch, request, cancellationToken);
        return HandOvers.Effects(consumer.Name, batch.Shard, request, handOver);
    }

    private sealed record Computed(ShardBatch Batch, int Timeline, ShardEffects Effects);

    [LoggerMessage(
        EventIds.BatchDiscarded, LogLevel.Debug, "{Consumer}: a batch of shard {Shard} was discarded ({Outcome}) and will be read again")]
    private partial void LogDiscarded(string consumer, short shard, BatchOutcome outcome);
}
