using Microsoft.Extensions.Logging;
using Quartz;

namespace Tracker.Hosting.Jobs;

/// <summary>
/// Stands around every run of a job: takes its signs of life, counts it, gives it the token that a stop cancels, and says once in
/// the log why it failed. The next trigger runs the job again: a failure ends the run, not the service.
/// </summary>
internal sealed partial class JobWatch(JobHeartbeats heartbeats, JobStop stop, JobRuns runs, TimeProvider clock, ILogger<JobWatch> logger)
    : IJobExecutionMiddleware
{
    public async ValueTask Invoke(IJobExecutionContext context, JobExecutionDelegate next, CancellationToken cancellationToken = default)
    {
        string job = context.JobDetail.Key.Name;
        if (stop.Requested) return;
        heartbeats.Sign(job);
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
            heartbeats.Sign(job);
            runs.Add(job, outcome, clock.GetElapsedTime(began));
        }
    }

    [LoggerMessage(EventId = 1010, Level = LogLevel.Error, Message = "{Job} failed and will run again at its next time: {Reason}")]
    private partial void LogFailed(Exception failure, string job, string reason);

    [LoggerMessage(EventId = 1011, Level = LogLevel.Warning,
        Message = "{Job} was cancelled in the midst of a batch, which is rolled back: the stop could wait no longer")]
    private partial void LogCancelled(string job);
}
