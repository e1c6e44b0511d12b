using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Retries;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Npgsql;
using Tracker.Data.Pipeline;

namespace Tracker.Hosting.Data;

/// <summary>
/// Readiness: the consumer processes the reports that wait for it. The primary is asked, since a stale replica shows neither the reports
/// nor that they wait.
/// </summary>
/// <typeparam name="TConsumer">The consumer.</typeparam>
internal sealed partial class ConsumerProgressCheck<TConsumer>(
    Database database, TConsumer consumer, PipelineOptions options, TimeProvider time, ILogger<ConsumerProgressCheck<TConsumer>> logger) : IHealthCheck
    where TConsumer : IShardConsumer
{
    private const string Sql = """
        SELECT coalesce(sum(c.position), 0)::bigint, coalesce(sum(s.head - c.position), 0)::bigint
        FROM consumer_cursors c JOIN report_shards s USING (shard) WHERE c.consumer = $1
        """;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);
    private readonly Lock _lock = new();
    private readonly ConsumerProgress _progress = new(options.ProgressLimit);
    private readonly long _started = time.GetTimestamp();
    private bool _isStuck;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using TimeLimit limit = new(Timeout, time, cancellationToken);
        try
        {
            (long position, long backlog) = await database.ReadAsync(ReadConsistency.Primary, AskAsync, limit.Token);
            return Judge(position, backlog) is { } reason
                ? HealthCheckResult.Unhealthy($"{consumer.Name}: {reason}")
                : HealthCheckResult.Healthy($"{consumer.Name}: {backlog:N0} reports wait.");
        }
        catch (Exception error) when (error is OperationCanceledException or DatabaseUnavailableException or PostgresException)
        {
            // The checks of the database and of its schema say what is wrong.
            return HealthCheckResult.Degraded($"{consumer.Name}: its progress is unknown.", error);
        }
    }

    private async Task<(long Position, long Backlog)> AskAsync(ReadScope read, CancellationToken cancellationToken)
    {
        await using ReadCommand command = read.Command(Sql, consumer.Name);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private string? Judge(long position, long backlog)
    {
        lock (_lock)
        {
            string? reason = _progress.Observe(position, backlog, time.GetElapsedTime(_started));
            if (reason is not null && !_isStuck)
            {
                LogStuck(consumer.Name, reason);
            }
            else if (reason is null && _isStuck)
            {
                LogAgain(consumer.Name);
            }

            _isStuck = reason is not null;
            return reason;
        }
    }

    [LoggerMessage(EventIds.NoProgress, LogLevel.Warning, "{Consumer} makes no progress: {Reason}")]
    private partial void LogStuck(string consumer, string reason);

    [LoggerMessage(EventIds.ProgressAgain, LogLevel.Information, "{Consumer} makes progress again")]
    private partial void LogAgain(string consumer);
}
