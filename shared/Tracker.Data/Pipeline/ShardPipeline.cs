using System.Diagnostics;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.Logging;
using Tracker.Data.Model;
using Tracker.Data.Retention;

namespace Tracker.Data.Pipeline;

/// <summary>
/// Runs a consumer over the shards, batch by batch: read one snapshot on a replica, compute, commit on the primary where the
/// cursor's stamp is still the one that was read. No lock is held while computing; any number of instances may run. A stale
/// replica makes it late, never wrong. Not thread-safe: one a loop.
/// </summary>
/// <param name="database">The cluster.</param>
/// <param name="consumer">What is made of the reports.</param>
/// <param name="batchSize">Reports a batch, at most.</param>
/// <param name="logger">Says which batches were discarded.</param>
public sealed partial class ShardPipeline(Database database, IShardConsumer consumer, int batchSize, ILogger logger)
{
    private readonly ShardChooser _chooser = new();

    /// <summary>Reads, computes and commits one batch.</summary>
    /// <returns>What became of it; <see cref="BatchOutcome.Idle"/> where no shard was due.</returns>
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
        // A replica that receives no WAL may follow nobody: what it shows can't be placed on a timeline.
        if (read.Route.Timeline is not { } timeline)
        {
            return null;
        }

        List<CursorReading> cursors = await BatchReader.CursorsAsync(read, consumer.Name, cancellationToken);
        Func<ConsumerCursor, bool> due = await consumer.DueAsync(read, cancellationToken);
        ConsumerCursor? chosen = _chooser.Choose(
            cursors.Where(row => row.IsBehind || row.IsSettling || due(row.Cursor)).Select(row => row.Cursor),
            timeline,
            Random.Shared.Next(ReportShard.Count));
        if (chosen is null)
        {
            return null;
        }

        CursorReading reading = cursors.Find(row => row.Cursor == chosen);
        // What is due for another reason and reports that wait take turns: neither keeps the other waiting for as long as it goes on.
        List<StoredReport> reports = due(chosen) && !(reading.IsBehind && Random.Shared.Next(2) == 0)
            ? []
            : await BatchReader.ReportsAsync(read, chosen.Shard, chosen.Position, batchSize, cancellationToken);
        var batch = new ShardBatch(chosen, reports, reading.At);
        return new Computed(
            batch,
            timeline,
            due(chosen) || reading.IsBehind
                ? await consumer.ProcessAsync(read, batch, cancellationToken)
                : await SettleAsync(read, batch, cancellationToken));
    }

    // Only where no report waits: what is to go is processed then.
    private async Task<ShardEffects> SettleAsync(ReadScope read, ShardBatch batch, CancellationToken cancellationToken)
    {
        SettlementRequest request = (await Settlements.NextAsync(read, consumer.Name, batch.Shard, cancellationToken))!;
        return Settlements.Effects(consumer.Name, batch.Shard, request, await consumer.SettleAsync(read, batch, request, cancellationToken));
    }

    private sealed record Computed(ShardBatch Batch, int Timeline, ShardEffects Effects);

    [LoggerMessage(1101, LogLevel.Debug, "{Consumer}: a batch of shard {Shard} was discarded ({Outcome}); it will be read again")]
    private partial void LogDiscarded(string consumer, short shard, BatchOutcome outcome);
}
