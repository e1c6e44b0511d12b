using Microsoft.Extensions.Logging;
using Quartz;

namespace Tracker.Hosting.Jobs;

/// <summary>
/// Wraps every run of a job: records its heartbeats and its outcome, gives it the token that a stop cancels, and logs why it failed.
/// A failure ends the run, not the service: the next trigger runs the job again.
/// </summary>
internal sealed partial class JobWatch(JobHeartbeats heartbeats, JobStop stop, TimeProvider clock, ILogger<JobWatch> logger)
    : IJobExecutionMiddleware
{
    public async ValueTask Invoke(IJobExecutionContext context, JobExecutionDelegate next, CancellationToken cancellationToken = default)
    {
        string job = context.JobDetail.Key.Name;
        if (stop.Requested) return;
        heartbeats.Beat(job);
        long began = clock.GetTimestamp();
        string outcome = "done";
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stop.Overdue);
        try
        {
            await next(context, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            outcome = "cancelled";
            LogCancelled(job);
        }
        catch (Exception failure)
        {
            outcome = "failed";
            LogFailed(failure, job, failure.Message);
        }
        finally
        {
            heartbeats.Beat(job);
            JobMetrics.Add(job, outcome, clock.GetElapsedTime(began));
        }
    }

    [LoggerMessage(EventId = EventIds.JobFailed, Level = LogLevel.Error, Message = "{Job} failed and will run again at its next time: {Reason}")]
    private partial void LogFailed(Exception failure, string job, string reason);

    [LoggerMessage(EventId = EventIds.JobCancelled, Level = LogLevel.Warning,
        Message = "{Job} was cancelled during a batch, which is rolled back: the stop limit was near")]
    private partial void LogCancelled(string job);
}
