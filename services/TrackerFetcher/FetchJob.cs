using Quartz;
using Tracker.Data.Ingest;
using Tracker.Hosting.Jobs;

namespace TrackerFetcher;

// Claims the sources that are due and reads them side by side, each to its present end; then sleeps until the next tick. Many may be in
// hand, as most of them wait for their servers; how many are stored at once is the affair of SourceFetch.
[DisallowConcurrentExecution]
internal sealed partial class FetchJob(
    SourceLedger ledger, SourceFetch fetch, FetchSettings settings, BatchLoop loop, TimeProvider time, ILogger<FetchJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        List<Task> reading = [];
        try
        {
            do
            {
                await ClaimAsync(reading, cancellationToken);
                // A server that takes its time is no stall of this job.
                loop.Heartbeat<FetchJob>();
                if (reading.Count > 0)
                {
                    await Task.WhenAny([Task.Delay(settings.Poll, time, cancellationToken), .. reading]);
                    cancellationToken.ThrowIfCancellationRequested();
                    reading.RemoveAll(task => task.IsCompleted);
                }
            }
            while (reading.Count > 0);
        }
        finally
        {
            await Task.WhenAll(reading);
        }
    }

    private async Task ClaimAsync(List<Task> reading, CancellationToken cancellationToken)
    {
        try
        {
            while (!loop.StopRequested && reading.Count < settings.Sources && await ledger.ClaimAsync(cancellationToken) is { } claim)
            {
                reading.Add(ReadAsync(claim, cancellationToken));
            }
        }
        catch (Exception error) when (reading.Count > 0 && error is not OperationCanceledException)
        {
            // Those in hand go on, and the next tick is near.
            LogNotClaimed(error.Message);
        }
    }

    private async Task ReadAsync(SourceClaim claim, CancellationToken cancellationToken)
    {
        try
        {
            await fetch.RunAsync(claim, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogLeft(error, claim.Name);
        }
    }

    [LoggerMessage(2005, LogLevel.Warning, "No source can be claimed now: {Reason}")]
    private partial void LogNotClaimed(string reason);

    [LoggerMessage(2006, LogLevel.Error, "Source {Source} is left: what became of it can't be written; it is claimed again when its lease is over")]
    private partial void LogLeft(Exception error, string source);
}
