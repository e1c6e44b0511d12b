using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Quartz;

namespace TrackerFetcher.Pressure;

// Measures how far behind the consumers and the replicas are, every two seconds, and sets the pause of each batch. If the measurement
// fails, the pause stays: whether the cluster accepts reports shows when they are stored.
[DisallowConcurrentExecution]
internal sealed partial class PressureJob(
    Database database, Backpressure pressure, PressureOptions options, ILogger<PressureJob> logger) : IJob
{
    private const string BacklogSql = """
        SELECT coalesce(max(behind), 0)::bigint
        FROM (SELECT sum(s.head - c.position) AS behind
              FROM consumer_cursors c JOIN report_shards s ON s.shard = c.shard GROUP BY c.consumer) AS consumers
        """;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            PressureReading reading = new(await BacklogAsync(cancellationToken), Lag());
            TimeSpan pause = reading.Pause(options);
            if (pressure.Set(reading, pause))
            {
                LogChange(pause, reading);
            }
        }
        catch (Exception error) when (error is DatabaseUnavailableException or NpgsqlException)
        {
            LogUnknown(error.Message);
        }
    }

    private void LogChange(TimeSpan pause, PressureReading reading)
    {
        if (pause > TimeSpan.Zero)
        {
            LogSlowed(reading.ToString(), pause);
        }
        else
        {
            LogResumed(reading.ToString());
        }
    }

    private async Task<long> BacklogAsync(CancellationToken cancellationToken)
    {
        await using ReadScope read = await database.ReadAsync(ReadConsistency.Eventual, cancellationToken);
        await using ReadCommand command = read.Command(BacklogSql);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    // Of the replicas that stream from the primary. One that can't be observed is behind by the time since, as far as anyone knows.
    private TimeSpan Lag() => database.Statistics().Replicas
        .Where(replica => replica.State is not null)
        .Min(replica => replica.Lag?.Time ?? replica.SinceLagObserved) ?? TimeSpan.Zero;

    [LoggerMessage(EventIds.FetchingSlowed, LogLevel.Warning, "Fetching slows down: {Reading}; each batch waits, now for {Pause}")]
    private partial void LogSlowed(string reading, TimeSpan pause);

    [LoggerMessage(EventIds.FetchingResumed, LogLevel.Information, "Fetching is at full speed again: {Reading}")]
    private partial void LogResumed(string reading);

    [LoggerMessage(EventIds.BacklogUnknown, LogLevel.Debug, "Measuring the consumers' backlog failed: {Reason}")]
    private partial void LogUnknown(string reason);
}
