using Microsoft.Extensions.Logging;
using Quartz;

namespace Tracker.Hosting.Jobs;

/// <summary>
/// Wraps every run of a job: holds it back while a gate is closed, records its heartbeats and its outcome, gives it the token that a stop
/// cancels, and logs why it failed. A failure ends the run, not the service: the next trigger runs the job again.
/// </summary>
internal sealed partial class JobWatch(
    JobHeartbeats heartbeats, JobStop stop, JobGates gates, RepeatedErrors errors, TimeProvider clock, ILogger<JobWatch> logger)
    : IJobExecutionMiddleware
{
    public async ValueTask Invoke(IJobExecutionContext context, JobExecutionDelegate next, CancellationToken cancellationToken = default)
    {
        string job = context.JobDetail.Key.Name;
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stop.Overdue);
        await OpenGateAsync(job, either.Token);
        if (stop.Requested) return;
        heartbeats.Beat(job);
        long began = clock.GetTimestamp();
        string outcome = "done";
        try
        {
            await next(context, either.Token);
            LogEnd(job);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            outcome = "cancelled";
            LogCancelled(job);
        }
        catch (Exception failure)
        {
            outcome = "failed";
            if (!await gates.ExplainAsync(failure, either.Token))
                errors.Log(job, failure, () => LogFailed(failure, job, failure.Message), count => LogRepeated(job, count, failure.Message));
        }
        finally
        {
            heartbeats.Beat(job);
            JobMetrics.Add(job, outcome, clock.GetElapsedTime(began));
        }
    }

    // The run waits, instead of the next trigger: an hourly job need not wait for its next hour.
    private async Task OpenGateAsync(string job, CancellationToken cancellationToken)
    {
        while (!stop.Requested && gates.IsClosed)
        {
            heartbeats.Beat(job);
            await Task.Delay(JobGates.Poll, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void LogEnd(string job)
    {
        if (errors.Succeeded(job) is { } ended) LogRecovered(job, ended.Count, ended.Time);
    }

    [LoggerMessage(EventId = EventIds.JobFailed, Level = LogLevel.Error, Message = "{Job} failed and will run again at its next time: {Reason}")]
    private partial void LogFailed(Exception failure, string job, string reason);

    [LoggerMessage(EventId = EventIds.JobFailedAgain, Level = LogLevel.Error, Message = "{Job} failed {Count} more times: {Reason}")]
    private partial void LogRepeated(string job, long count, string reason);

    [LoggerMessage(EventId = EventIds.JobRecovered, Level = LogLevel.Information, Message = "{Job} works again; it failed {Count} times within {Time}")]
    private partial void LogRecovered(string job, long count, TimeSpan time);

    [LoggerMessage(EventId = EventIds.JobCancelled, Level = LogLevel.Warning,
        Message = "{Job} was cancelled during a batch, which is rolled back: the stop limit was near")]
    private partial void LogCancelled(string job);
}
