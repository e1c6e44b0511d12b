using Quartz;
using Tracker.Data.Retention;

namespace TrackerFetcher.Retention;

// Drops months of reports that are older than TRACKER_RETENTION_KEEP, each once the consumers have kept what they need of it. Runs every
// minute; if nothing is to be done it reads one row.
[DisallowConcurrentExecution]
internal sealed partial class RetentionJob(
    ReportRetention retention, RetentionOptions options, TimeProvider time, ILogger<RetentionJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        if (options.Keep == TimeSpan.Zero)
        {
            return;
        }

        DateTime dropBefore = RetentionPlan.DropBefore(time.GetUtcNow().UtcDateTime, options.Keep);
        foreach (DateTime month in await retention.AdvanceAsync(dropBefore, cancellationToken))
        {
            LogDropped(month);
        }

        if (retention.BlockedBy is { } blockers)
        {
            LogBlocked(blockers);
        }
    }

    [LoggerMessage(
        EventIds.MonthDropped, LogLevel.Information,
        "The reports of {Month:yyyy-MM} were dropped; stays, events and statuses remain, and new reports of that time are refused")]
    private partial void LogDropped(DateTime month);

    [LoggerMessage(
        EventIds.RetentionBlocked, LogLevel.Warning,
        "Months can't be dropped yet. In the way {Blockers}")]
    private partial void LogBlocked(string blockers);
}
