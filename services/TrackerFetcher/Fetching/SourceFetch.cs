using Tracker.Data.Ingest;
using Tracker.Data.Model;
using Tracker.Hosting.Jobs;
using TrackerFetcher.Pressure;
using TrackerFetcher.Schedules;
using TrackerFetcher.Sources;

namespace TrackerFetcher.Fetching;

/// <summary>Reads a claimed source to its present end: stores each batch, then writes the source's position.</summary>
internal sealed partial class SourceFetch(
    SourceReaders readers,
    Ingestor ingestor,
    SourceLedger ledger,
    QuarantineUpkeep quarantine,
    Backpressure pressure,
    BatchLoop loop,
    RepeatedErrors errors,
    TimeProvider time,
    FetchOptions options,
    ILogger<SourceFetch> logger) : IDisposable
{
    private readonly ClaimRenewal _renewal = new(ledger.Lease / 3, time, logger);
    private readonly SemaphoreSlim _storing = new(options.Concurrency);

    public void Dispose() => _storing.Dispose();

    public async Task RunAsync(SourceClaim claim, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task renewing = _renewal.RunAsync(claim.Name, token => ledger.RenewAsync(claim, token), ended.Token);
        try
        {
            await ReadAsync(new HeldClaim(claim, ledger), cancellationToken);
            if (errors.Succeeded(claim.Name) is { } over)
            {
                LogRecovered(claim.Name, over.Count, over.Time);
            }
        }
        catch (SourceException error)
        {
            TimeSpan? retry = error.IsTransient ? RetryDelay.After(claim.Failures, error.RetryAfter, Random.Shared.NextDouble()) : null;
            LogFailed(claim.Name, error.Message, retry);
            await ledger.FailAsync(claim, error.Message, retry ?? NextTurnAfterFailure(claim), cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A defect of the fetcher or a failure of the cluster: it is shown on the source, and the other sources go on.
            TimeSpan retry = RetryDelay.After(claim.Failures, requested: null, Random.Shared.NextDouble());
            errors.Log(
                claim.Name, error, () => LogReadOrStoreFailed(error, claim.Name, retry), count => LogFailedAgain(claim.Name, count, error.Message));
            await ledger.FailAsync(claim, error.Message, retry, cancellationToken);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(HeldClaim held, CancellationToken cancellationToken)
    {
        SourceClaim claim = held.Claim;
        NextTurn.Check(claim.Schedule, time.GetUtcNow());
        ISourceReader reader = readers.Get(claim.Kind);
        bool isScheduled = claim.Schedule is not { Every: null, Cron: null };
        SourceRequest request = new(claim.Location, claim.Position, SourceOptions.Parse(claim.Options), isScheduled, claim.Rereads);

        // A batch's position is written while the next batch is stored. If the position is lost, that batch is read again and counts once.
        Task advance = Task.CompletedTask;
        bool isStopped = false;
        try
        {
            await foreach (SourceBatch batch in ReadAhead.ByOneBatch(token => reader.ReadAsync(request, token), cancellationToken))
            {
                IngestResult result = await StoreAsync(held, batch, cancellationToken);
                await advance;
                if (held.IsLost)
                {
                    break;
                }

                advance = AdvanceAsync(held, batch, result, cancellationToken);
                isStopped = loop.StopRequested && !batch.IsLast;
                if (isStopped)
                {
                    break;
                }
            }
        }
        finally
        {
            await advance.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await advance;
        await EndAsync(held, isStopped, cancellationToken);
    }

    private async Task EndAsync(HeldClaim held, bool isStopped, CancellationToken cancellationToken)
    {
        SourceClaim claim = held.Claim;
        if (held.IsLost)
        {
            LogLost(claim.Name);
        }
        else if (isStopped)
        {
            await ledger.ReleaseAsync(claim, cancellationToken);
        }
        else
        {
            await ledger.FinishAsync(claim, NextTurn.In(claim.Schedule, time.GetUtcNow(), Random.Shared.NextDouble()), cancellationToken);
        }
    }

    // The slot is held for one batch and not while the source waits for a server: neither long files nor slow servers block the others.
    private async Task<IngestResult> StoreAsync(HeldClaim held, SourceBatch batch, CancellationToken cancellationToken)
    {
        await _storing.WaitAsync(cancellationToken);
        try
        {
            await HoldBackAsync(held, cancellationToken);
            SourceClaim claim = held.Claim;
            IngestResult result = await ingestor.StoreAsync(claim.Id, claim.RegisterTrackers, batch.Reports, cancellationToken);
            FetchMetrics.RecordStored(claim.Name, result);
            return result;
        }
        finally
        {
            _storing.Release();
        }
    }

    // Consumers and replicas catch up during the pause. The source shows that it is slowed down.
    private async Task HoldBackAsync(HeldClaim held, CancellationToken cancellationToken)
    {
        TimeSpan pause = pressure.Pause;
        await held.MarkAsync(pause > TimeSpan.Zero, cancellationToken);
        if (pause > TimeSpan.Zero && !loop.StopRequested)
        {
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private async Task AdvanceAsync(HeldClaim held, SourceBatch batch, IngestResult result, CancellationToken cancellationToken)
    {
        SourceClaim claim = held.Claim;
        if (batch.Received == 0 && batch.Position == claim.Position)
        {
            return;
        }

        if (result.Erased > 0)
        {
            LogErased(claim.Name, result.Erased);
        }

        if (claim.Rereads)
        {
            IEnumerable<string> stored = batch.Reports.Except(result.Unknown).Except(result.TooOld).Select(RefusedReports.Payload);
            await quarantine.ReleaseReadAsync(claim.Id, [.. batch.Read ?? [], .. stored], cancellationToken);
        }

        QuarantinedReport[] rejected = [.. batch.Rejected, .. RefusedReports.Of(result)];
        if (await held.AdvanceAsync(batch, result.Duplicates, rejected, cancellationToken))
        {
            FetchMetrics.RecordAdvance(claim.Name, result, rejected);
        }
    }

    // If the schedule itself is invalid, the source waits until it is corrected.
    private TimeSpan? NextTurnAfterFailure(SourceClaim claim)
    {
        try
        {
            return NextTurn.In(claim.Schedule, time.GetUtcNow(), Random.Shared.NextDouble());
        }
        catch (SourceException)
        {
            return null;
        }
    }

    [LoggerMessage(EventIds.SourceFailed, LogLevel.Warning, "Source {Source} failed: {Error} Retry after: {Retry}")]
    private partial void LogFailed(string source, string error, TimeSpan? retry);

    [LoggerMessage(EventIds.ReadOrStoreFailed, LogLevel.Error, "Reading or storing source {Source} failed; retry after {Retry}")]
    private partial void LogReadOrStoreFailed(Exception error, string source, TimeSpan retry);

    [LoggerMessage(EventIds.SourceFailedAgain, LogLevel.Error, "Reading or storing source {Source} failed {Count} more times: {Reason}")]
    private partial void LogFailedAgain(string source, long count, string reason);

    [LoggerMessage(EventIds.SourceRecovered, LogLevel.Information, "Source {Source} is read again; it failed {Count} times within {Time}")]
    private partial void LogRecovered(string source, long count, TimeSpan time);

    [LoggerMessage(
        EventIds.ClaimLost, LogLevel.Information,
        "Source {Source} was taken over by another fetcher, or paused; what was stored counts once")]
    private partial void LogLost(string source);

    [LoggerMessage(
        EventIds.ErasedReportsRefused, LogLevel.Information,
        "{Count} reports of source {Source} were refused: they are from before their trackers were erased")]
    private partial void LogErased(string source, int count);
}
