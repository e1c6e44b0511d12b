using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Retries;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tracker.Data.Model;

namespace Tracker.Data.Migrations;

/// <summary>Brings the schema up to date, by one process at a time.</summary>
public static class SchemaMigrator
{
    private const string LockSql = "SELECT pg_try_advisory_xact_lock(7165728233)";
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <summary>Applies what is pending, on the primary.</summary>
    /// <param name="options">How to reach the primary; the user must own the database's schema.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the operation. The next call goes on after what is committed.</param>
    /// <param name="report">Called with the progress, in words. Migrations have no time limit, and wait as long as others hold locks.</param>
    /// <returns>The names of the applied migrations.</returns>
    /// <exception cref="NewerSchemaException">The schema has migrations that this version does not know. Nothing was changed.</exception>
    /// <exception cref="MigrationOrderException">A migration is pending that precedes an applied one. Nothing was changed.</exception>
    /// <exception cref="TimeoutException">Another process held the lock until <see cref="DatabaseOptions.RetryDeadline"/>.</exception>
    /// <exception cref="DatabaseUnavailableException">No primary answered within <see cref="DatabaseOptions.RetryDeadline"/>.</exception>
    public static async Task<IReadOnlyList<string>> MigrateAsync(
        DatabaseOptions options, TimeProvider time, CancellationToken cancellationToken, Action<string>? report = null)
    {
        await using NpgsqlDataSource source = PrimaryConnection.Open(options);
        List<string> applied = [];
        // Each migration is a transaction that also records itself, so that a retry goes on after those that are committed.
        await new PrimaryRetry(options, time).RunAsync(token => MigrateAsync(source, applied, options, time, report ?? (_ => { }), token), cancellationToken);
        return applied;
    }

    private static async Task MigrateAsync(
        NpgsqlDataSource source, List<string> applied, DatabaseOptions options, TimeProvider time, Action<string> report, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection guard = await source.OpenConnectionAsync(cancellationToken);
        await using NpgsqlTransaction held = await LockAsync(guard, options, time, cancellationToken);

        SchemaVersion version = await ReadAsync(source, cancellationToken);
        if (version.Unknown.Count > 0)
        {
            throw new NewerSchemaException(version);
        }

        // EF Core goes to a migration: it would revert those that are applied and come after it.
        if (version is { Pending: [string first, ..], Applied: [.., string last] } && string.CompareOrdinal(first, last) < 0)
        {
            throw new MigrationOrderException(first, last);
        }

        DbContextOptions<TrackerContext> contextOptions = new DbContextOptionsBuilder<TrackerContext>()
            .UseNpgsql(source, npgsql => npgsql.CommandTimeout(0)).Options;
        PendingMigrations pending = new(source, contextOptions, time, report);
        foreach (string id in version.Pending)
        {
            await pending.ApplyAsync(id, cancellationToken);
            applied.Add(id);
        }
    }

    // Not in the transaction that holds the lock: it would hold a lock on the history, which migrating locks.
    private static Task<SchemaVersion> ReadAsync(NpgsqlDataSource source, CancellationToken cancellationToken) =>
        SchemaVersion.ReadAsync(async sql =>
        {
            await using NpgsqlCommand command = source.CreateCommand(sql);
            return await command.ExecuteScalarAsync(cancellationToken);
        });

    // Polled, and rolled back after each miss: a transaction that waits for the lock would hold back CREATE INDEX CONCURRENTLY.
    private static async Task<NpgsqlTransaction> LockAsync(
        NpgsqlConnection connection, DatabaseOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        while (true)
        {
            NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var command = new NpgsqlCommand(LockSql, connection, transaction);
            if ((bool)(await command.ExecuteScalarAsync(cancellationToken))!)
            {
                // A utility command ends the SELECT's portal, whose snapshot CREATE INDEX CONCURRENTLY would wait for.
                await using var release = new NpgsqlCommand("SET LOCAL idle_in_transaction_session_timeout = 0", connection, transaction);
                await release.ExecuteNonQueryAsync(cancellationToken);
                return transaction;
            }

            await transaction.DisposeAsync();
            if (time.GetElapsedTime(started) > options.RetryDeadline)
            {
                throw new TimeoutException("Another process is migrating the schema and has not finished. Look for its session in pg_stat_activity, then run `./tracker migrate` again.");
            }

            await Task.Delay(Poll, time, cancellationToken);
        }
    }
}
