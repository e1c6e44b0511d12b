using Quartz;
using Tracker.Data.Ingest;
using Tracker.Hosting;

namespace TrackerFetcher;

// Claims the sources that are due and reads each to its present end, several side by side; then sleeps until the next tick.
[DisallowConcurrentExecution]
internal sealed class FetchJob(SourceLedger ledger, SourceFetch fetch, FetchSettings settings, BatchLoop loop, TimeProvider time) : IJob
{
    private int _busy;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await Task.WhenAll(Enumerable.Range(0, settings.Concurrency).Select(_ => WorkAsync(cancellationToken)));

    // An idle worker looks on while others read: a long import must not keep the other sources waiting.
    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        do
        {
            Interlocked.Increment(ref _busy);
            try
            {
                while (!loop.StopRequested && await ledger.ClaimAsync(cancellationToken) is { } claim)
                {
                    await fetch.RunAsync(claim, cancellationToken);
                }
            }
            finally
            {
                Interlocked.Decrement(ref _busy);
            }

            if (Volatile.Read(ref _busy) > 0)
            {
                await Task.Delay(settings.Poll, time, cancellationToken);
            }
        }
        while (!loop.StopRequested && Volatile.Read(ref _busy) > 0);
    }
}
