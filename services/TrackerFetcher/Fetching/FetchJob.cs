using Quartz;
using Tracker.Data.Ingest;
using Tracker.Hosting.Jobs;

namespace TrackerFetcher.Fetching;

// Claims the sources that are due and reads them concurrently, each to its present end; then sleeps until the next run. Many sources may
// be claimed at once, because most of them wait for their servers. SourceFetch limits how many are stored at once.
[DisallowConcurrentExecution]
internal sealed partial class FetchJob(
    SourceLedger ledger, SourceFetch fetch, FetchOptions options, BatchLoop loop, RepeatedErrors errors, TimeProvider time, ILogger<FetchJob> logger) : IJob
{
    private const string Outcomes = "outcomes of sources";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        List<Task> reading = [];
        try
        {
            do
            {
                await ClaimAsync(reading, cancellationToken);
                // A slow server does not mean that this job is stuck.
                loop.Heartbeat<FetchJob>();
                if (reading.Count > 0)
                {
                    await Task.WhenAny([Task.Delay(options.Poll, time, cancellationToken), .. reading]);
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
            while (!loop.StopRequested && reading.Count < options.Sources && await ledger.ClaimAsync(cancellationToken) is { } claim)
            {
                reading.Add(ReadAsync(claim, cancellationToken));
            }
        }
        catch (Exception error) when (reading.Count > 0 && error is not OperationCanceledException)
        {
            // The sources that are being read go on, and claiming is retried soon.
            LogClaimingFailed(error.Message);
        }
    }

    private async Task ReadAsync(SourceClaim claim, CancellationToken cancellationToken)
    {
        try
        {
            await fetch.RunAsync(claim, cancellationToken);
            if (errors.Succeeded(Outcomes) is { } ended)
            {
                LogOutcomesRecorded(ended.Count);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            errors.Log(Outcomes, error, () => LogOutcomeNotRecorded(error, claim.Name), count => LogOutcomesNotRecorded(count, error.Message));
        }
    }

    [LoggerMessage(EventIds.ClaimingFailed, LogLevel.Warning, "Claiming a source failed: {Reason}")]
    private partial void LogClaimingFailed(string reason);

    [LoggerMessage(
        EventIds.OutcomeNotRecorded, LogLevel.Error,
        "Recording the outcome of source {Source} failed; it is claimed again when its lease expires")]
    private partial void LogOutcomeNotRecorded(Exception error, string source);

    [LoggerMessage(EventIds.OutcomesNotRecorded, LogLevel.Error, "Recording the outcomes of sources failed {Count} more times: {Reason}")]
    private partial void LogOutcomesNotRecorded(long count, string reason);

    [LoggerMessage(EventIds.OutcomesRecorded, LogLevel.Information, "Outcomes of sources are recorded again; {Count} were not")]
    private partial void LogOutcomesRecorded(long count);
}
