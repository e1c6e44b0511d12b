namespace TrackerFetcher;

/// <summary>
/// Signs of life of a claim while its source is read: a server may take longer to answer than a lease lasts; a frozen fetcher gives
/// none.
/// </summary>
internal sealed partial class ClaimRenewal(TimeSpan every, TimeProvider time, ILogger logger)
{
    /// <summary>Renews again and again until it is cancelled; one that failed is followed by the next.</summary>
    public async Task KeepAsync(string source, Func<CancellationToken, Task> renew, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(every, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await renew(cancellationToken);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                LogNotRenewed(source, error.Message);
            }
        }
    }

    [LoggerMessage(2007, LogLevel.Warning, "Source {Source}: its claim could not be renewed and is tried again: {Reason}")]
    private partial void LogNotRenewed(string source, string reason);
}
