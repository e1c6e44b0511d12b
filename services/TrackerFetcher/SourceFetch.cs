using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tracker.Data.Ingest;
using Tracker.Geo.Reports;
using Tracker.Hosting.Jobs;
using TrackerFetcher.Pressure;
using TrackerFetcher.Schedules;
using TrackerFetcher.Sources;

namespace TrackerFetcher;

/// <summary>Reads one claimed source to its present end: store a batch, then write how far the source was read.</summary>
internal sealed partial class SourceFetch(
    IServiceProvider readers, Ingestor ingestor, SourceLedger ledger, QuarantineUpkeep quarantine, Backpressure pressure, BatchLoop loop, TimeProvider time, FetchSettings settings, ILogger<SourceFetch> logger) : IDisposable
{
    private readonly ClaimRenewal _renewal = new(ledger.Lease / 3, time, logger);
    private readonly SemaphoreSlim _storing = new(settings.Concurrency);

    public void Dispose() => _storing.Dispose();

    public async Task RunAsync(SourceClaim claim, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task renewing = _renewal.KeepAsync(claim.Name, token => ledger.RenewAsync(claim, token), ended.Token);
        try
        {
            await ReadAsync(claim, cancellationToken);
        }
        catch (SourceException error)
        {
            TimeSpan? retry = error.IsTransient ? RetryTimes.After(claim.Failures, error.RetryAfter, Random.Shared.NextDouble()) : null;
            LogFailed(claim.Name, error.Message, retry);
            await ledger.FailAsync(claim, error.Message, retry ?? NextTurn(claim), cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A fault of ours or of the cluster: it stands on the source, and the other sources go on.
            TimeSpan retry = RetryTimes.After(claim.Failures, asked: null, Random.Shared.NextDouble());
            LogBroken(error, claim.Name, retry);
            await ledger.FailAsync(claim, error.Message, retry, cancellationToken);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(SourceClaim claim, CancellationToken cancellationToken)
    {
        SourceTimes.Check(claim.Schedule, time.GetUtcNow());
        ISourceReader reader = SourceReaders.Check(readers, claim.Kind);
        var request = new SourceRequest(claim.Location, claim.Position, SourceReaders.Options(claim.Options), IsReadAgain: claim.Schedule is not { Every: null, Cron: null }, claim.Rereads);
        // A batch's position is written while the next batch is stored: if that is lost, the next one is read again and counts once.
        Task<SourceClaim?> advance = Task.FromResult<SourceClaim?>(claim);
        SourceClaim marked = claim;
        bool stopped = false;
        try
        {
            await foreach (SourceBatch batch in ReadAhead.ByOneBatch(token => reader.ReadAsync(request, token), cancellationToken))
            {
                (marked, IngestResult result) = await StoreAsync(marked, batch, cancellationToken);
                if (await advance is not { } current)
                {
                    break;
                }

                advance = AdvanceAsync(current, batch, result, cancellationToken);
                stopped = loop.StopRequested && !batch.IsLast;
                if (stopped)
                {
                    break;
                }
            }
        }
        finally
        {
            await ((Task)advance).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (await advance is not { } last)
        {
            LogLost(claim.Name);
        }
        else if (stopped)
        {
            await ledger.ReleaseAsync(last, cancellationToken);
        }
        else
        {
            await ledger.FinishAsync(last, SourceTimes.NextIn(last.Schedule, time.GetUtcNow(), Random.Shared.NextDouble()), cancellationToken);
        }
    }

    // Its turn is a batch long, and what waits for a server has none: neither long files nor hanging servers hold up the others.
    private async Task<(SourceClaim Marked, IngestResult Result)> StoreAsync(SourceClaim claim, SourceBatch batch, CancellationToken cancellationToken)
    {
        await _storing.WaitAsync(cancellationToken);
        try
        {
            SourceClaim marked = await HoldBackAsync(claim, cancellationToken);
            IngestResult result = await ingestor.StoreAsync(claim.Id, claim.RegisterTrackers, batch.Reports, cancellationToken);
            FetchMetrics.RecordStored(claim.Name, result);
            return (marked, result);
        }
        finally
        {
            _storing.Release();
        }
    }

    // Whatever is behind catches up while this waits; the source shows that it is slowed down.
    private async Task<SourceClaim> HoldBackAsync(SourceClaim claim, CancellationToken cancellationToken)
    {
        TimeSpan pause = pressure.Pause;
        SourceClaim marked = await ledger.MarkAsync(claim, slowed: pause > TimeSpan.Zero, cancellationToken);
        if (pause > TimeSpan.Zero && !loop.StopRequested)
        {
            await Task.Delay(pause, time, cancellationToken);
        }

        return marked;
    }

    // A calendar that can't be understood is what failed, then: the source waits to be corrected.
    private TimeSpan? NextTurn(SourceClaim claim)
    {
        try
        {
            return SourceTimes.NextIn(claim.Schedule, time.GetUtcNow(), Random.Shared.NextDouble());
        }
        catch (SourceException)
        {
            return null;
        }
    }

    private async Task<SourceClaim?> AdvanceAsync(SourceClaim claim, SourceBatch batch, IngestResult result, CancellationToken cancellationToken)
    {
        if (batch.Received == 0 && batch.Position == claim.Position)
        {
            return claim;
        }

        RejectedInput[] rejected =
        [
            .. batch.Rejected.Select(input => new RejectedInput(input.Reason, input.Detail, input.Payload, input.Report, input.TrackerKey)),
            .. result.Unknown.Select(Unknown),
            .. result.TooOld.Select(TooOld),
            .. Enumerable.Repeat(Erased, result.Erased),
        ];
        if (result.Erased > 0)
        {
            LogErased(claim.Name, result.Erased);
        }

        if (claim.Rereads)
        {
            // What was quarantined for its tracker stands there as the report that it was.
            IEnumerable<string> known = batch.Reports.Except(result.Unknown).Except(result.TooOld).Select(report => Unknown(report).Payload);
            await quarantine.ReleaseReadAsync(claim.Id, [.. batch.Read ?? [], .. known], cancellationToken);
        }

        SourceClaim? advanced = await ledger.AdvanceAsync(claim, batch.Position, batch.Received, result.Duplicates, rejected, cancellationToken);
        if (advanced is not null)
        {
            FetchMetrics.RecordAdvance(claim.Name, result, rejected);
        }

        return advanced;
    }

    private static RejectedInput Unknown(NewReport report) => new(
        RejectionReason.UnknownTracker,
        $"The tracker '{report.TrackerKey}' is not registered, and the source does not register trackers.",
        JsonSerializer.Serialize(report),
        report);

    private static readonly RejectedInput Erased = new(RejectionReason.Erased, "", "");

    private static RejectedInput TooOld(NewReport report) => new(
        RejectionReason.TooOld,
        "It lies before the retention horizon (`./tracker retention`): the reports of its time are gone, or about to go.",
        JsonSerializer.Serialize(report),
        report);

    [LoggerMessage(2001, LogLevel.Warning, "Source {Source}: {Error} Tried again after: {Retry}")]
    private partial void LogFailed(string source, string error, TimeSpan? retry);

    [LoggerMessage(2003, LogLevel.Error, "Source {Source} could not be read or stored; tried again after {Retry}")]
    private partial void LogBroken(Exception error, string source, TimeSpan retry);

    [LoggerMessage(2002, LogLevel.Information, "Source {Source}: another fetcher has taken it over, or it was paused; what was stored counts once")]
    private partial void LogLost(string source);

    [LoggerMessage(2004, LogLevel.Information, "Source {Source}: {Count} reports of erased trackers, from before they were erased, were refused")]
    private partial void LogErased(string source, int count);
}
