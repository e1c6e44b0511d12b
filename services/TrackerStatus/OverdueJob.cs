using Microsoft.Extensions.Logging;
using Quartz;

namespace TrackerStatus;

// Asks every few seconds who is silent for too long, and marks them inactive.
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

    [LoggerMessage(3001, LogLevel.Information, "{Count} trackers became inactive")]
    private partial void LogMarked(int count);
}
