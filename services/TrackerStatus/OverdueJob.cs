using Microsoft.Extensions.Logging;
using Quartz;

namespace TrackerStatus;

// Marks trackers inactive that have been silent for longer than their threshold. Runs every few seconds (StatusOptions.OverduePoll).
[DisallowConcurrentExecution]
internal sealed partial class OverdueJob(OverdueTrackers overdue, ILogger<OverdueJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        int marked = await overdue.MarkAsync(cancellationToken);
        if (marked > 0)
        {
            LogMarked(marked);
        }
    }

    [LoggerMessage(EventIds.TrackersBecameInactive, LogLevel.Information, "{Count} trackers became inactive")]
    private partial void LogMarked(int count);
}
