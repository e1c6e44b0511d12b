using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Tracker.Data.Model;

namespace Tracker.Data.Erasing;

/// <summary>
/// Erases what is stored of one tracker, beside the running workers, in transactions of bounded size. Broken off at any moment, the
/// same call goes on where it stopped.
/// </summary>
/// <param name="database">The cluster.</param>
/// <param name="time">The clock that waits go by.</param>
/// <param name="logger">Says what was erased, by the number of the erasure and not by the key.</param>
public sealed partial class TrackerErasing(Database database, TimeProvider time, ILogger logger)
{
    /// <summary>Erases a tracker, or ends the erasure of it that is under way.</summary>
    /// <param name="key">The tracker's key.</param>
    /// <param name="requestedBy">Who asks, for the log.</param>
    /// <param name="patience">How long to wait for consumers that have not read all of the tracker's reports.</param>
    /// <param name="watch">Is told of each step once it is durable.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    /// <returns>What was erased, and what still names the tracker; null where nothing is stored of it.</returns>
    /// <exception cref="TimeoutException">A consumer is still behind: the message names it. The erasure goes on with the next call.</exception>
    public async Task<ErasureResult?> EraseAsync(
        string key, string requestedBy, TimeSpan patience, Action<ErasingStep> watch, CancellationToken cancellationToken)
    {
        string trimmed = key.Trim();
        if (await OpenAsync(trimmed, cancellationToken) is not { } open)
        {
            // Recorded: by a rerun the key may be that of a new tracker.
            await database.WriteAsync((write, token) => ErasureLedger.MarkAsync(write, trimmed, requestedBy, token), cancellationToken);
            if (await OpenAsync(trimmed, cancellationToken) is not { } begun)
            {
                return null;
            }

            open = begun;
            LogBegun(open.Id, open.Shard);
        }

        ErasureTraces traces = await database.ReadAsync(
            ReadConsistency.Primary, (read, token) => ErasureTraces.ReadAsync(read, trimmed, open.TrackerId, token), cancellationToken);
        await new ErasureWork(database, time, open, trimmed, watch).RunAsync(patience, cancellationToken);
        Erasure finished = await database.ReadAsync(
            ReadConsistency.Primary, (read, token) => read.Query<Erasure>().SingleAsync(erasure => erasure.Id == open.Id, token), cancellationToken);
        LogFinished(finished.Id, finished.Rows);
        return new ErasureResult(finished, traces);
    }

    /// <summary>The log of erasures, the latest first.</summary>
    public Task<List<Erasure>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync(
        ReadConsistency.Primary, (read, token) => read.Query<Erasure>().OrderByDescending(erasure => erasure.Id).ToListAsync(token), cancellationToken);

    /// <summary>The erasures of a key, the latest first.</summary>
    public Task<List<Erasure>> ListAsync(string key, CancellationToken cancellationToken)
    {
        byte[] hash = ErasedKey.Hash(key.Trim());
        return database.ReadAsync(
            ReadConsistency.Primary,
            (read, token) => read.Query<Erasure>().Where(erasure => erasure.KeyHash == hash).OrderByDescending(erasure => erasure.Id).ToListAsync(token),
            cancellationToken);
    }

    private async Task<Erasure?> OpenAsync(string key, CancellationToken cancellationToken) =>
        (await ListAsync(key, cancellationToken)).LastOrDefault(erasure => erasure.FinishedAt is null);

    [LoggerMessage(1201, LogLevel.Information, "Erasure {Id} of a tracker of shard {Shard} has begun")]
    private partial void LogBegun(long id, short? shard);

    [LoggerMessage(1202, LogLevel.Information, "Erasure {Id} is finished: {Rows}")]
    private partial void LogFinished(long id, string rows);
}

/// <summary>What came of erasing a tracker.</summary>
/// <param name="Erasure">Its entry in the log.</param>
/// <param name="Traces">What still names it.</param>
public sealed record ErasureResult(Erasure Erasure, ErasureTraces Traces);
