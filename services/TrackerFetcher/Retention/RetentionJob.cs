using Quartz;
using Tracker.Data.Retention;

namespace TrackerFetcher.Retention;

// Drops the months that are older than reports are to be kept, each once the consumers have kept what they need of it. Looks every
// minute: what is done already is found out by a read of one row.
[DisallowConcurrentExecution]
internal sealed partial class RetentionJob(ReportRetention retention, RetentionSettings settings, TimeProvider time, ILogger<RetentionJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        if (settings.Keep == TimeSpan.Zero)
        {
            return;
        }

        DateTime dropBefore = RetentionPlan.DropBefore(time.GetUtcNow().UtcDateTime, settings.Keep);
        foreach (DateTime month in await retention.AdvanceAsync(dropBefore, cancellationToken))
        {
            LogDropped(month);
        }
    }

    [LoggerMessage(2020, LogLevel.Information, "The reports of {Month:yyyy-MM} are dropped; stays, events and statuses stay, and reports of that time are refused")]
    private partial void LogDropped(DateTime month);
}
