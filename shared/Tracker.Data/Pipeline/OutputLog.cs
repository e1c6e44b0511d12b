using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;

namespace Tracker.Data.Pipeline;

/// <summary>
/// A consumer's output: entries numbered (shard, sequence) under the cursor's row, never deleted. An entry that has become
/// untrue is superseded by a later one that repeats it and names it.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="content">Its columns but for shard, sequence, supersedes and superseded_by, separated by commas.</param>
public sealed class OutputLog(string table, string content)
{
    // The mark first: a unique index over what holds must never see the old entry beside the new one.
    private readonly string _markSql = $"""
        UPDATE {table} t SET superseded_by = n.sequence
        FROM unnest($2::bigint[], $3::bigint[]) AS n(sequence, old) WHERE t.shard = $1 AND t.sequence = n.old
        """;

    private readonly string _repeatSql = $"""
        INSERT INTO {table} (shard, sequence, {content}, supersedes)
        SELECT t.shard, n.sequence, {content}, n.old
        FROM unnest($2::bigint[], $3::bigint[]) AS n(sequence, old) JOIN {table} t ON t.shard = $1 AND t.sequence = n.old
        """;

    /// <summary>
    /// Supersedes entries of a log beside a consumer's first one, whose numbers are the cursor's own, and numbers those that take their
    /// place. The cursor's row is held by this transaction, so nobody else numbers meanwhile.
    /// </summary>
    /// <param name="write">The batch's transaction.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="superseded">The sequences of what holds no longer.</param>
    /// <param name="added">How many entries the caller is about to insert.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Their first sequence.</returns>
    public async Task<long> ReplaceAsync(
        WriteScope write, short shard, IReadOnlyList<long> superseded, int added, CancellationToken cancellationToken)
    {
        int count = superseded.Count + added;
        return count == 0 ? 0 : await SupersedeAsync(write, shard, await TakeAsync(write, shard, count, cancellationToken), superseded, cancellationToken);
    }

    /// <summary>Supersedes entries, by new ones numbered from <paramref name="first"/> on.</summary>
    /// <returns>The next free sequence.</returns>
    public async Task<long> SupersedeAsync(
        WriteScope write, short shard, long first, IReadOnlyList<long> sequences, CancellationToken cancellationToken)
    {
        if (sequences.Count == 0)
        {
            return first;
        }

        long[] numbers = Numbers(first, sequences.Count);
        long[] old = [.. sequences];
        await using NpgsqlCommand mark = write.Command(_markSql, shard, numbers, old);
        await mark.ExecuteNonQueryAsync(cancellationToken);
        await using NpgsqlCommand repeat = write.Command(_repeatSql, shard, numbers, old);
        await repeat.ExecuteNonQueryAsync(cancellationToken);
        return first + sequences.Count;
    }

    /// <summary><paramref name="count"/> sequences from <paramref name="first"/> on.</summary>
    public static long[] Numbers(long first, int count) => [.. Enumerable.Range(0, count).Select(i => first + i)];

    private async Task<long> TakeAsync(WriteScope write, short shard, int count, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand take = write.Command(
            "UPDATE output_logs SET sequence = sequence + $3 WHERE log = $1 AND shard = $2 RETURNING sequence", table, shard, (long)count);
        return await take.ExecuteScalarAsync(cancellationToken) is long last
            ? last - count + 1
            : throw new InvalidOperationException($"Shard {shard} of the log {table} is not in output_logs: run `./tracker migrate`.");
    }
}
