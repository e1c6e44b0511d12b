using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;

namespace Tracker.Data.OutputLogs;

public sealed partial class OutputLog
{
    private readonly Statements _sql;

    /// <summary>
    /// Writes the changes of a log that <c>output_logs</c> numbers, in a transaction that holds the row of the consumer's cursor.
    /// </summary>
    public async Task WriteAsync<TEntry>(
        WriteScope write, short shard, LogChanges<TEntry> changes, LogMapping<TEntry> mapping, CancellationToken cancellationToken)
    {
        if (changes.Count > 0)
        {
            long first = await TakeNumbersAsync(write, shard, changes.Count, cancellationToken);
            await WriteAsync(write, shard, first - 1, changes, mapping, cancellationToken);
        }
    }

    /// <summary>Writes the changes of a log whose numbers are taken already: superseding entries first, then new ones.</summary>
    /// <param name="write">The transaction.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="last">The last sequence before the changes: of a consumer's first log, what the cursor said before the batch.</param>
    /// <param name="changes">The changes.</param>
    /// <param name="mapping">How entries become columns.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task WriteAsync<TEntry>(
        WriteScope write,
        short shard,
        long last,
        LogChanges<TEntry> changes,
        LogMapping<TEntry> mapping,
        CancellationToken cancellationToken)
    {
        if (changes.Superseded.Count > 0)
        {
            long[] numbers = Numbers(last + 1, changes.Superseded.Count);
            long[] old = [.. changes.Superseded];
            await ExecuteAsync(write.Command(_sql.Mark, shard, numbers, old), cancellationToken);
            await ExecuteAsync(write.Command(_sql.Repeat, shard, numbers, old), cancellationToken);
        }

        if (changes.Added.Count > 0)
        {
            long first = last + 1 + changes.Superseded.Count;
            long[] trackers = [.. changes.Added.Select(row => row.TrackerId)];
            TEntry[] entries = [.. changes.Added.Select(row => row.Entry)];
            await InsertAsync(write, shard, first, [trackers, .. mapping.ColumnsOf(entries)], cancellationToken);
        }
    }

    /// <summary>Takes the shard's next numbers until the commit.</summary>
    /// <remarks>Numbers of a cursor are taken under a new stamp: a batch that counted on them is discarded.</remarks>
    /// <returns>The first of them.</returns>
    public async Task<long> TakeNumbersAsync(WriteScope write, short shard, int count, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand take = write.Command(_sql.TakeNumbers, shard, (long)count, Consumer ?? Name);
        return await take.ExecuteScalarAsync(cancellationToken) is long last
            ? last - count + 1
            : throw new InvalidOperationException($"Shard {shard} of the log {Name} is not in output_logs: run `./tracker migrate`.");
    }

    /// <summary><paramref name="count"/> sequences from <paramref name="first"/> on.</summary>
    internal static long[] Numbers(long first, int count) => [.. Enumerable.Range(0, count).Select(i => first + i)];

    private async Task InsertAsync(WriteScope write, short shard, long first, Array[] columns, CancellationToken cancellationToken)
    {
        if (columns.Length != Columns.Count)
        {
            throw new ArgumentException($"The log {Name} has {Columns.Count} columns, and {columns.Length} are given.", nameof(columns));
        }

        int count = columns[0].Length;
        if (!_sql.IsRowByRow)
        {
            await ExecuteAsync(write.Command(_sql.Insert, [shard, Numbers(first, count), .. columns]), cancellationToken);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            object?[] row = [shard, first + i, .. columns.Select(column => column.GetValue(i))];
            await ExecuteAsync(write.Command(_sql.Insert, row), cancellationToken);
        }
    }

    private static async Task ExecuteAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using (command)
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private sealed class Statements(OutputLog log)
    {
        // The mark first: a unique index over what holds must never see the old entry beside the new one.
        public string Mark { get; } = $"""
            UPDATE {log.Name} t SET superseded_by = n.sequence
            FROM unnest($2::bigint[], $3::bigint[]) AS n(sequence, old) WHERE t.shard = $1 AND t.sequence = n.old
            """;

        public string Repeat { get; } = $"""
            INSERT INTO {log.Name} (shard, sequence, {log.ColumnNames}, supersedes)
            SELECT t.shard, n.sequence, {log.ColumnNames}, n.old
            FROM unnest($2::bigint[], $3::bigint[]) AS n(sequence, old) JOIN {log.Name} t ON t.shard = $1 AND t.sequence = n.old
            """;

        public string TakeNumbers { get; } = log.Consumer is null
            ? "UPDATE output_logs SET sequence = sequence + $2 WHERE shard = $1 AND log = $3 RETURNING sequence"
            : """
              UPDATE consumer_cursors SET output_sequence = output_sequence + $2, stamp = gen_random_uuid()
              WHERE shard = $1 AND consumer = $3 RETURNING output_sequence
              """;

        public bool IsRowByRow { get; } = log.Columns.Any(column => column.IsArray);

        public string Insert => field ??= $"INSERT INTO {log.Name} (shard, sequence, {log.ColumnNames}) "
            + (IsRowByRow ? $"VALUES ($1, $2, {Parameters(_ => "")})" : $"SELECT $1, * FROM unnest($2::bigint[], {Parameters(column => $"::{column.Type}[]")})");

        private string Parameters(Func<LogColumn, string> cast) => string.Join(", ", log.Columns.Select((column, i) => $"${i + 3}{cast(column)}"));
    }
}
