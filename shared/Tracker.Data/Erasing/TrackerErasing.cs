using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Tracker.Data.Model;

namespace Tracker.Data.Erasing;

/// <summary>
/// Erases everything stored of one tracker, while workers run, in transactions of bounded size. After an interruption the same call
/// resumes where it stopped.
/// </summary>
/// <param name="database">The cluster.</param>
/// <param name="time">The clock for waits.</param>
/// <param name="logger">Logs erasures by their number, never by the tracker's key.</param>
public sealed partial class TrackerErasing(Database database, TimeProvider time, ILogger logger)
{
    /// <summary>Erases a tracker, or resumes an unfinished erasure of it.</summary>
    /// <param name="key">The tracker's key.</param>
    /// <param name="requestedBy">Who requests it, for the log.</param>
    /// <param name="patience">How long to wait for consumers that have not read all of the tracker's reports.</param>
    /// <param name="watch">Called for each step once it is durable.</param>
    /// <param name="cancellationToken">Cancels the operation; the next call resumes it.</param>
    /// <returns>What was erased, and what still names the tracker; null if nothing is stored of it.</returns>
    /// <exception cref="TimeoutException">A consumer is still behind; the message names it. The next call resumes the erasure.</exception>
    public async Task<ErasureResult?> EraseAsync(
        string key, string requestedBy, TimeSpan patience, Action<ErasingStep> watch, CancellationToken cancellationToken)
    {
        string trimmed = key.Trim();
        if (await OpenAsync(trimmed, cancellationToken) is not { } open)
        {
            // Recorded, because a repeated attempt could find a new tracker under the same key.
            await database.WriteAsync((write, token) => ErasureLedger.MarkAsync(write, trimmed, requestedBy, token), cancellationToken);
            if (await OpenAsync(trimmed, cancellationToken) is not { } started)
            {
                return null;
            }

            open = started;
            LogStarted(open.Id, open.Shard);
        }

        ErasureTraces traces = await database.ReadAsync(
            ReadConsistency.Primary, (read, token) => ErasureTraces.ReadAsync(read, trimmed, open.TrackerId, token), cancellationToken);
        await new ErasureWork(database, time, open, trimmed, watch).RunAsync(patience, cancellationToken);
        Erasure finished = await database.ReadAsync(
            ReadConsistency.Primary,
            (read, token) => read.Query<Erasure>().SingleAsync(erasure => erasure.Id == open.Id, token),
            cancellationToken);
        LogFinished(finished.Id, finished.Rows);
        return new ErasureResult(finished, traces);
    }

    /// <summary>All erasures, the latest first.</summary>
    public Task<List<Erasure>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync(
        ReadConsistency.Primary,
        (read, token) => read.Query<Erasure>().OrderByDescending(erasure => erasure.Id).ToListAsync(token),
        cancellationToken);

    /// <summary>The erasures of a key, the latest first.</summary>
    public Task<List<Erasure>> ListAsync(string key, CancellationToken cancellationToken)
    {
        byte[] hash = ErasedKey.Hash(key.Trim());
        return database.ReadAsync(
            ReadConsistency.Primary,
            (read, token) => read.Query<Erasure>()
                .Where(erasure => erasure.KeyHash == hash)
                .OrderByDescending(erasure => erasure.Id)
                .ToListAsync(token),
            cancellationToken);
    }

    private async Task<Erasure?> OpenAsync(string key, CancellationToken cancellationToken) =>
        (await ListAsync(key, cancellationToken)).LastOrDefault(erasure => erasure.FinishedAt is null);

    [LoggerMessage(EventIds.ErasureStarted, LogLevel.Information, "Erasure {Id} of a tracker of shard {Shard} has started")]
    private partial void LogStarted(long id, short? shard);

    [LoggerMessage(EventIds.ErasureFinished, LogLevel.Information, "Erasure {Id} is finished: {Rows}")]
    private partial void LogFinished(long id, string rows);
}

/// <summary>The result of erasing a tracker.</summary>
/// <param name="Erasure">Its entry in the log.</param>
/// <param name="Traces">What still names it.</param>
public sealed record ErasureResult(Erasure Erasure, ErasureTraces Traces);
