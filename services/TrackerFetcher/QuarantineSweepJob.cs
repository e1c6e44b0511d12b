using Quartz;
using Tracker.Data.Ingest;

namespace TrackerFetcher;

// Drops what has been in quarantine for longer than the settings say, and says how much. Hourly.
[DisallowConcurrentExecution]
internal sealed partial class QuarantineSweepJob(QuarantineUpkeep quarantine, FetchSettings settings, ILogger<QuarantineSweepJob> logger) : IJob
{
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        long dropped = await quarantine.ExpireAsync(settings.QuarantineAge, cancellationToken);
        if (dropped > 0)
        {
            LogDropped(dropped, settings.QuarantineAge);
        }
    }

    [LoggerMessage(2008, LogLevel.Warning, "{Count} reports that had been in quarantine for more than {Age} are dropped (TRACKER_FETCH_QUARANTINE_AGE)")]
    private partial void LogDropped(long count, TimeSpan age);
}
