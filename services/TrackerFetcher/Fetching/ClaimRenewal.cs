namespace TrackerFetcher.Fetching;

/// <summary>
/// Renews a claim at an interval while its source is read: a server may take longer to respond than a lease lasts. A frozen fetcher renews
/// nothing and loses the claim.
/// </summary>
internal sealed partial class ClaimRenewal(TimeSpan interval, TimeProvider time, ILogger logger)
{
    /// <summary>Renews until it is cancelled. After a failure it tries again at the next interval.</summary>
    public async Task RunAsync(string source, Func<CancellationToken, Task> renew, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(interval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await renew(cancellationToken);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                LogRenewalFailed(source, error.Message);
            }
        }
    }

    [LoggerMessage(EventIds.ClaimRenewalFailed, LogLevel.Warning, "Renewing the claim on source {Source} failed, and is retried: {Reason}")]
    private partial void LogRenewalFailed(string source, string reason);
}
