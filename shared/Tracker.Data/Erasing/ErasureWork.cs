using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Model;

namespace Tracker.Data.Erasing;

/// <summary>
/// Carries out an erasure that is recorded in the log. Each step can be repeated and finds what is left, so a killed process leaves
/// only work to resume.
/// </summary>
internal sealed class ErasureWork(Database database, TimeProvider time, Erasure erasure, string key, Action<ErasingStep> watch)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    private const string LastPositionSql = "SELECT coalesce(max(position), 0) FROM location_reports WHERE tracker_id = $1";

    private const string PositionsSql = "SELECT consumer, position FROM consumer_cursors WHERE shard = $1 ORDER BY consumer";

    public async Task RunAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        await QuarantineAsync(cancellationToken);
        if (erasure is { TrackerId: { } id, Shard: { } shard })
        {
            var tracker = new ErasedTracker(id, shard);
            long passed = await WaitAsync(tracker, patience, cancellationToken);
            await DeleteRowsAsync(tracker, passed, cancellationToken);
            await UntilNoneAsync("location_reports", tracker.DeleteReportsAsync, cancellationToken);
            foreach (ErasedLog log in ErasedLog.All)
            {
                await UntilNoneAsync(log.Table, (write, token) => tracker.SupersedeAsync(write, log, token), cancellationToken);
                await BlankAsync(tracker, log, cancellationToken);
            }
        }

        await ChangeAsync(
            async (write, token) =>
            {
                await ErasureLedger.FinishAsync(write, erasure.Id, token);
                return [];
            },
            cancellationToken);
    }

    private async Task QuarantineAsync(CancellationToken cancellationToken)
    {
        foreach (int source in await database.ReadAsync(ReadConsistency.Primary, ErasedQuarantine.SourcesAsync, cancellationToken))
        {
            await database.WriteAsync(
                UnitOfWork.Repeatable, (write, token) => ErasedQuarantine.PassAsync(write, source, token), cancellationToken);
        }

        long last = await database.ReadAsync(ReadConsistency.Primary, ErasedQuarantine.LastAsync, cancellationToken);
        for (long first = 1; first <= last; first += ErasedQuarantine.Window)
        {
            long from = first;
            await ChangeAsync(
                async (write, token) => [("rejected_reports", await ErasedQuarantine.DeleteAsync(write, key, from, token))],
                cancellationToken);
        }
    }

    // Consumers read the reports after their cursors without a gap: an unread report can't be deleted.
    private async Task<long> WaitAsync(ErasedTracker tracker, TimeSpan patience, CancellationToken cancellationToken)
    {
        // The tracker gets no more reports.
        long last = await LastAsync(LastPositionSql, tracker.Id, cancellationToken);
        long started = time.GetTimestamp();
        while (true)
        {
            List<(string Consumer, long Position)> positions = await database.ReadAsync(
                ReadConsistency.Primary, (read, token) => PositionsAsync(read, tracker.Shard, token), cancellationToken);
            foreach ((string consumer, long position) in positions)
            {
                watch(new ErasingStep(consumer, Math.Min(position, last), last));
            }

            if (positions.TrueForAll(cursor => cursor.Position >= last))
            {
                return last;
            }

            if (time.GetElapsedTime(started) > patience)
            {
                IEnumerable<string> behind = positions
                    .Where(cursor => cursor.Position < last)
                    .Select(cursor => $"{cursor.Consumer} is {last - cursor.Position:N0} reports behind");
                throw new TimeoutException(
                    $"Not every worker has read the reports to be erased: in shard {tracker.Shard} {string.Join(", ", behind)}. They can't be deleted "
                    + "before, but no more reports are stored. Check that the workers run (./tracker status), then run ./tracker erase again to resume.");
            }

            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    private Task DeleteRowsAsync(ErasedTracker tracker, long passed, CancellationToken cancellationToken) =>
        ChangeAsync((write, token) => tracker.DeleteRowsAsync(write, passed, token), cancellationToken);

    private async Task BlankAsync(ErasedTracker tracker, ErasedLog log, CancellationToken cancellationToken)
    {
        long last = await LastAsync(log.LastSql, tracker.Shard, cancellationToken);
        for (long first = 1; first <= last; first += ErasedTracker.Window)
        {
            long from = first;
            await ChangeAsync(async (write, token) => [(log.Table, await tracker.BlankAsync(write, log, from, token))], cancellationToken);
        }
    }

    private async Task UntilNoneAsync(
        string table, Func<WriteScope, CancellationToken, Task<long>> some, CancellationToken cancellationToken)
    {
        while (await ChangeAsync(async (write, token) => [(table, await some(write, token))], cancellationToken) > 0)
        {
        }
    }

    // Changes rows and counts them, in one transaction.
    private async Task<long> ChangeAsync(
        Func<WriteScope, CancellationToken, Task<IReadOnlyList<(string Table, long Rows)>>> change, CancellationToken cancellationToken)
    {
        IReadOnlyList<(string Table, long Rows)> changed = [];
        await database.WriteAsync(
            UnitOfWork.Repeatable,
            async (write, token) =>
            {
                changed = await ErasureLedger.HoldAsync(write, erasure.Id, token) ? await change(write, token) : [];
                foreach ((string table, long rows) in changed)
                {
                    await ErasureLedger.CountAsync(write, erasure.Id, table, rows, token);
                }
            },
            cancellationToken);
        foreach ((string table, long rows) in changed)
        {
            watch(new ErasingStep(table, rows));
        }

        return changed.Sum(table => table.Rows);
    }

    private Task<long> LastAsync(string sql, object of, CancellationToken cancellationToken) => database.ReadAsync(
        ReadConsistency.Primary,
        async (read, token) =>
        {
            await using ReadCommand command = read.Command(sql, of);
            return (long)(await command.ExecuteScalarAsync(token))!;
        },
        cancellationToken);

    private static async Task<List<(string Consumer, long Position)>> PositionsAsync(
        ReadScope read, short shard, CancellationToken cancellationToken)
    {
        List<(string, long)> positions = [];
        await using ReadCommand command = read.Command(PositionsSql, shard);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            positions.Add((reader.GetString(0), reader.GetInt64(1)));
        }

        return positions;
    }
}
