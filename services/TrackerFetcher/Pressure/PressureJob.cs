using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Quartz;

namespace TrackerFetcher.Pressure;

// Looks at how far behind the consumers and the replicas are, every two seconds, and sets how long each batch waits. What can't be
// looked at changes nothing: whether the cluster can take reports shows when they are stored.
[DisallowConcurrentExecution]
internal sealed partial class PressureJob(Database database, Backpressure pressure, PressureSettings settings, ILogger<PressureJob> logger) : IJob
{
    private const string BacklogSql = """
        SELECT coalesce(max(behind), 0)::bigint
        FROM (SELECT sum(s.head - c.position) AS behind FROM consumer_cursors c JOIN report_shards s ON s.shard = c.shard GROUP BY c.consumer) AS consumers
        """;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            PressureReading reading = new(await BacklogAsync(cancellationToken), Lag());
            TimeSpan pause = reading.Pause(settings);
            if (pressure.Set(reading, pause))
            {
                Say(pause, reading);
            }
        }
        catch (Exception error) when (error is DatabaseUnavailableException or NpgsqlException)
        {
            LogUnknown(error.Message);
        }
    }

    private void Say(TimeSpan pause, PressureReading reading)
    {
        if (pause > TimeSpan.Zero)
        {
            LogSlowed(reading.ToString(), pause);
        }
        else
        {
            LogFree(reading.ToString());
        }
    }

    private async Task<long> BacklogAsync(CancellationToken cancellationToken)
    {
        await using ReadScope read = await database.ReadAsync(ReadConsistency.Eventual, cancellationToken);
        await using ReadCommand command = read.Command(BacklogSql);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private TimeSpan Lag() => database.Statistics().Replicas.Select(replica => replica.Lag?.Time).Min() ?? TimeSpan.Zero;

    [LoggerMessage(2010, LogLevel.Warning, "Fetching slows down: {Reading}; each batch waits, now for {Pause}")]
    private partial void LogSlowed(string reading, TimeSpan pause);

    [LoggerMessage(2011, LogLevel.Information, "Fetching is at full speed again: {Reading}")]
    private partial void LogFree(string reading);

    [LoggerMessage(2012, LogLevel.Debug, "How far behind the consumers are can't be seen now: {Reason}")]
    private partial void LogUnknown(string reason);
}
