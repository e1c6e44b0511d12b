using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tracker.Data.Ingest;
using Tracker.Data.Reports;
using Tracker.Hosting;
using TrackerFetcher.Pressure;
using TrackerFetcher.Schedules;
using TrackerFetcher.Sources;

namespace TrackerFetcher;

/// <summary>Reads one claimed source to its present end: store a batch, then write how far the source was read.</summary>
internal sealed partial class SourceFetch(
    IServiceProvider readers, Ingestor ingestor, SourceLedger ledger, Backpressure pressure, BatchLoop loop, TimeProvider time, ILogger<SourceFetch> logger)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(5);

    public async Task RunAsync(SourceClaim claim, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task renewing = RenewAsync(claim, ended.Token);
        try
        {
            await ReadAsync(claim, cancellationToken);
        }
        catch (SourceException error)
        {
            TimeSpan? retry = error.IsTransient ? RetryAfter(claim.Failures, error.RetryAfter) : null;
            LogFailed(claim.Name, error.Message, retry);
            await ledger.FailAsync(claim, error.Message, retry ?? NextTurn(claim), cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A fault of ours or of the cluster: it stands on the source, and the other sources go on.
            TimeSpan retry = RetryAfter(claim.Failures, asked: null);
            LogBroken(error, claim.Name, retry);
            await ledger.FailAsync(claim, error.Message, retry, cancellationToken);
        }
        finally
        {
            await ended.CancelAsync();
            await renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A server may take longer to answer than a lease lasts; a frozen fetcher renews nothing.
    private async Task RenewAsync(SourceClaim claim, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ledger.Lease / 3, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await ledger.RenewAsync(claim, cancellationToken);
        }
    }

    private async Task ReadAsync(SourceClaim claim, CancellationToken cancellationToken)
    {
        SourceTimes.Check(claim.Schedule, time.GetUtcNow());
        ISourceReader reader = SourceReaders.Check(readers, claim.Kind);
        var request = new SourceRequest(claim.Location, claim.Position, SourceReaders.Options(claim.Options));
        // A batch's position is written while the next batch is stored: if that is lost, the next one is read again and counts once.
        Task<SourceClaim?> advance = Task.FromResult<SourceClaim?>(claim);
        SourceClaim marked = claim;
        bool stopped = false;
        try
        {
            await foreach (SourceBatch batch in ReadAhead.ByOneBatch(token => reader.ReadAsync(request, token), cancellationToken))
            {
                marked = await HoldBackAsync(marked, cancellationToken);
                IngestResult result = await ingestor.StoreAsync(claim.Id, claim.RegisterTrackers, batch.Reports, cancellationToken);
                if (await advance is not { } current)
                {
                    break;
                }

                advance = AdvanceAsync(current, batch, result, cancellationToken);
                loop.SignOfLife<FetchJob>();
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
            .. Enumerable.Repeat(Erased, result.Erased),
        ];
        if (result.Erased > 0)
        {
            LogErased(claim.Name, result.Erased);
        }

        FetchMetrics.Record(claim.Name, result, rejected);
        return await ledger.AdvanceAsync(claim, batch.Position, batch.Received, result.Duplicates, rejected, cancellationToken);
    }

    private static RejectedInput Unknown(NewReport report) => new(
        RejectionReason.UnknownTracker,
        $"The tracker '{report.TrackerKey}' is not registered, and the source does not register trackers.",
        JsonSerializer.Serialize(report),
        report);

    private static readonly RejectedInput Erased = new(RejectionReason.Erased, "", "");

    // As long as the server asks, where it asks for more.
    private static TimeSpan RetryAfter(int failures, TimeSpan? asked)
    {
        TimeSpan wait = FirstRetry * Math.Pow(2, Math.Min(failures, 10)) * (0.8 + (0.4 * Random.Shared.NextDouble()));
        TimeSpan own = wait < LongestRetry ? wait : LongestRetry;
        return asked > own ? asked.Value : own;
    }

    [LoggerMessage(2001, LogLevel.Warning, "Source {Source}: {Error} Tried again after: {Retry}")]
    private partial void LogFailed(string source, string error, TimeSpan? retry);

    [LoggerMessage(2003, LogLevel.Error, "Source {Source} could not be read or stored; tried again after {Retry}")]
    private partial void LogBroken(Exception error, string source, TimeSpan retry);

    [LoggerMessage(2002, LogLevel.Information, "Source {Source}: another fetcher has taken it over, or it was paused; what was stored counts once")]
    private partial void LogLost(string source);

    [LoggerMessage(2004, LogLevel.Information, "Source {Source}: {Count} reports of erased trackers, from before they were erased, were refused")]
    private partial void LogErased(string source, int count);
}
