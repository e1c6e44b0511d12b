using Quartz;
using Tracker.Data.Ingest;
using TrackerFetcher.Fetching;

namespace TrackerFetcher.Cleanup;

// Deletes reports that were in quarantine for longer than TRACKER_FETCH_QUARANTINE_AGE, and logs how many. Runs hourly.
[DisallowConcurrentExecution]
internal sealed partial class QuarantineCleanupJob(
    QuarantineUpkeep quarantine, FetchOptions options, ILogger<QuarantineCleanupJob> logger) : IJob
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        long deleted = await quarantine.ExpireAsync(options.QuarantineAge, cancellationToken);
        if (deleted > 0)
        {
            LogExpired(deleted, options.QuarantineAge);
        }
    }

    [LoggerMessage(
        EventIds.QuarantineExpired, LogLevel.Warning,
        "{Count} reports were deleted after more than {Age} in quarantine (TRACKER_FETCH_QUARANTINE_AGE)")]
    private partial void LogExpired(long count, TimeSpan age);
}
