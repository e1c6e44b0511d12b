using System.Globalization;
using Npgsql;
using Tracker.Data.Locking;

namespace Tracker.Data.Migrations;

/// <summary>
/// What a migration does before its own transaction, because it would take too long in it: steps that are committed one by one and can be
/// repeated. Statements have no time limit. Locks that block ingests are waited for briefly; the step that does not get one is tried again
/// for as long as it takes, and not those before it.
/// </summary>
/// <param name="source">Leads to the primary.</param>
/// <param name="time">The clock for pauses.</param>
/// <param name="report">Called with the progress, in words.</param>
public sealed class MigrationWork(NpgsqlDataSource source, TimeProvider time, Action<string> report)
{
    // At 8 KB per block, about 100,000 reports.
    private const long BlocksPerBatch = 1_000;

    private const string PartitionsSql = """
        SELECT coalesce(array_agg(relid::text ORDER BY relid::text), '{}') FROM pg_partition_tree($1::regclass) WHERE isleaf
        """;

    private const string BlocksSql = "SELECT pg_relation_size($1::regclass) / current_setting('block_size')::int";

    private const string IsValidSql = "SELECT bool_and(convalidated) FROM pg_constraint WHERE conname = $2 AND conrelid = $1::regclass";

    private readonly LockRetry _retry = new(time, report);

    /// <summary>Runs statements in one transaction of their own, without waiting long for a lock at a time.</summary>
    public Task ExecuteAsync(string sql, CancellationToken cancellationToken) => _retry.RunAsync(
        async () =>
        {
            await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken);
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using NpgsqlCommand command = Command(connection, $"{ShortWait.Sql}; {sql}");
            await command.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        },
        cancellationToken);

    /// <summary>Runs one statement that can't be part of a transaction, such as CREATE INDEX CONCURRENTLY.</summary>
    public Task ExecuteOutsideAsync(string sql, CancellationToken cancellationToken) => StatementAsync(sql, cancellationToken);

    /// <summary>Updates the rows of a table that fulfil a condition, some megabytes per transaction. Updated rows must not fulfil it.</summary>
    /// <param name="table">The table; with its partitions, if it has any.</param>
    /// <param name="set">What to set, such as <c>a = NULL</c>.</param>
    /// <param name="where">The condition.</param>
    /// <param name="cancellationToken">Cancels the operation; what is updated stays so.</param>
    public async Task UpdateAsync(string table, string set, string where, CancellationToken cancellationToken)
    {
        foreach (string partition in (string[])(await ScalarAsync(PartitionsSql, cancellationToken, table))!)
        {
            long blocks = (long)(await ScalarAsync(BlocksSql, cancellationToken, partition))!;
            long rows = 0;
            for (long first = 0; first < blocks; first += BlocksPerBatch)
            {
                string update = string.Create(
                    CultureInfo.InvariantCulture,
                    $"UPDATE {partition} SET {set} WHERE ctid >= '({first},0)' AND ctid < '({first + BlocksPerBatch},0)' AND ({where})");
                await _retry.RunAsync(async () => rows += await StatementAsync(update, cancellationToken), cancellationToken);
                report($"{partition}: {Math.Min(first + BlocksPerBatch, blocks):N0} of {blocks:N0} blocks, {rows:N0} rows changed");
            }
        }
    }

    /// <summary>Validates a constraint that was added as NOT VALID, one partition after another, while rows are read and written.</summary>
    public async Task ValidateAsync(string table, string constraint, CancellationToken cancellationToken)
    {
        string[] partitions = (string[])(await ScalarAsync(PartitionsSql, cancellationToken, table))!;
        foreach (string part in partitions.Where(partition => partition != table).Append(table))
        {
            if (await ScalarAsync(IsValidSql, cancellationToken, part, constraint) is false)
            {
                report($"{part}: validating {constraint}");
                // Its lock conflicts with no ingest: waiting for it blocks nobody, and autovacuum yields only to one who waits for a second.
                await _retry.RunAsync(
                    () => StatementAsync($"SET LOCAL lock_timeout = 0; ALTER TABLE {part} VALIDATE CONSTRAINT {constraint}", cancellationToken), cancellationToken);
            }
        }
    }

    /// <summary>Builds an index while rows are written. Replaces one that an interrupted attempt has left invalid.</summary>
    public Task CreateIndexAsync(string index, string on, CancellationToken cancellationToken) =>
        _retry.RunAsync(() => TryCreateIndexAsync(index, on, cancellationToken), cancellationToken);

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql) => new(sql, connection) { CommandTimeout = 0 };

    private async Task TryCreateIndexAsync(string index, string on, CancellationToken cancellationToken)
    {
        if (await ScalarAsync("SELECT NOT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1)", cancellationToken, index) is true)
        {
            await ExecuteOutsideAsync($"DROP INDEX CONCURRENTLY {index}", cancellationToken);
        }

        await ExecuteOutsideAsync($"CREATE INDEX CONCURRENTLY IF NOT EXISTS {index} ON {on}", cancellationToken);
    }

    private async Task<int> StatementAsync(string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken);
        await using NpgsqlCommand command = Command(connection, sql);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<object?> ScalarAsync(string sql, CancellationToken cancellationToken, params string[] parameters)
    {
        await using NpgsqlCommand command = source.CreateCommand(sql);
        foreach (string parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
