using System.Globalization;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Ingest;

namespace Tracker.Data.Retention;

/// <summary>
/// The partition for all time before the oldest month that stays. It holds the few reports that consumers keep, so that they still
/// read a single table.
/// </summary>
internal static class KeptReports
{
    private const string Table = "location_reports_kept";
    private const string Next = "location_reports_kept_next";
    private const string Bound = "location_reports_kept_bound";

    private const string PartitionsSql =
        "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'location_reports'::regclass";

    // The condition on the month, beside the key, prunes partitions.
    private const string CopySql = $"""
        INSERT INTO {Next}
        SELECT r.* FROM (SELECT DISTINCT tracker_id, recorded_at, fingerprint FROM kept_reports WHERE recorded_at < $1) k
        JOIN location_reports r
            ON r.tracker_id = k.tracker_id AND r.recorded_at = k.recorded_at AND r.fingerprint = k.fingerprint AND r.recorded_at < $1
        """;

    private const string KeptSql =
        "SELECT count(*) FROM (SELECT DISTINCT tracker_id, recorded_at, fingerprint FROM kept_reports WHERE recorded_at < $1) k";

    // New stamps: batches computed from the months are discarded.
    private const string StampsSql = "UPDATE consumer_cursors SET stamp = gen_random_uuid()";

    /// <summary>Copies the reports that are kept. Nothing writes to their months any more, and nothing is blocked.</summary>
    /// <exception cref="InvalidOperationException">A report that a consumer keeps is missing: nothing is dropped.</exception>
    public static async Task PrepareAsync(WriteScope write, DateTime before, CancellationToken cancellationToken)
    {
        await CopyAsync(write, before, cancellationToken);
        // With this, attaching does not read the table under the lock.
        await ExecuteAsync(
            write,
            string.Create(CultureInfo.InvariantCulture, $"ALTER TABLE {Next} ADD CONSTRAINT {Bound} CHECK (recorded_at < '{before:yyyy-MM-dd} 00:00:00+00')"),
            cancellationToken);
    }

    /// <summary>The partitions that go: the months before a moment, and the reports kept so far.</summary>
    public static async Task<IReadOnlyList<string>> OutdatedAsync(WriteScope write, DateTime before, CancellationToken cancellationToken) =>
    [
        .. (await PartitionsAsync(write, cancellationToken))
            .Where(name => name == Table || MonthPartitions.MonthOf(name) < before)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Replaces partitions by the copy, under their locks (<see cref="MonthLocks"/>).</summary>
    /// <returns>The dropped months, ascending.</returns>
    public static async Task<IReadOnlyList<DateTime>> ReplaceAsync(
        WriteScope write, IReadOnlyList<string> outdated, DateTime before, CancellationToken cancellationToken)
    {
        foreach (string gone in outdated)
        {
            await ExecuteAsync(write, $"ALTER TABLE location_reports DETACH PARTITION {gone}", cancellationToken);
            await ExecuteAsync(write, $"DROP TABLE {gone}", cancellationToken);
        }

        await ExecuteAsync(write, $"ALTER TABLE {Next} RENAME TO {Table}", cancellationToken);
        await ExecuteAsync(
            write,
            string.Create(
                CultureInfo.InvariantCulture,
                $"ALTER TABLE location_reports ATTACH PARTITION {Table} FOR VALUES FROM (MINVALUE) TO ('{before:yyyy-MM-dd} 00:00:00+00')"),
            cancellationToken);
        await ExecuteAsync(write, $"ALTER TABLE {Table} DROP CONSTRAINT {Bound}", cancellationToken);
        await using NpgsqlCommand state = write.Command("UPDATE retention SET dropped_before = $1", before);
        await state.ExecuteNonQueryAsync(cancellationToken);
        await ExecuteAsync(write, StampsSql, cancellationToken);
        return [.. outdated.Select(MonthPartitions.MonthOf).OfType<DateTime>().Order()];
    }

    /// <summary>Drops the copy.</summary>
    public static Task DiscardAsync(WriteScope write, CancellationToken cancellationToken) => ExecuteAsync(write, $"DROP TABLE {Next}", cancellationToken);

    private static async Task CopyAsync(WriteScope write, DateTime before, CancellationToken cancellationToken)
    {
        await ExecuteAsync(write, $"CREATE TABLE {Next} (LIKE location_reports INCLUDING ALL)", cancellationToken);
        await using NpgsqlCommand copy = write.Command(CopySql, before);
        // It can take long, and blocks nothing.
        copy.CommandTimeout = 0;
        long copied = await copy.ExecuteNonQueryAsync(cancellationToken);
        await using NpgsqlCommand count = write.Command(KeptSql, before);
        long kept = (long)(await count.ExecuteScalarAsync(cancellationToken))!;
        if (copied != kept)
        {
            throw new InvalidOperationException(
                $"Of {kept} reports before {before:yyyy-MM-dd} that consumers keep only {copied} exist: something else deleted reports. "
                + "Nothing was dropped.");
        }
    }

    private static async Task<string[]> PartitionsAsync(WriteScope write, CancellationToken cancellationToken)
    {
        List<string> names = [];
        await using NpgsqlCommand command = write.Command(PartitionsSql);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            names.Add(reader.GetString(0));
        }

        return [.. names];
    }

    private static async Task ExecuteAsync(WriteScope write, string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = write.Command(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
