using System.Globalization;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Locking;

namespace Tracker.Data.Ingest;

/// <summary>Creates the monthly partitions of <c>location_reports</c> that a batch needs, before the batch takes its locks.</summary>
internal sealed class MonthPartitions(Database database)
{
    /// <summary>The lock for creating and dropping months, held until the commit.</summary>
    internal const string LockSql = "SELECT pg_advisory_xact_lock(7165728234)";

    private const string Prefix = "location_reports_";
    private const string Format = "yyyy'_'MM";

    // Dropped months are not created again: their reports are refused.
    private const string MissingSql = "SELECT to_regclass($1) IS NULL AND $2 >= dropped_before FROM retention";

    private readonly Lock _lock = new();
    private readonly HashSet<(int? Timeline, DateTime Month)> _known = [];

    /// <param name="times">Event times, UTC.</param>
    /// <param name="timeline">The timeline that the batch was prepared on: a failover can lose a month.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task EnsureAsync(IEnumerable<DateTime> times, int? timeline, CancellationToken cancellationToken)
    {
        DateTime[] missing;
        lock (_lock)
        {
            missing = [.. times.Select(MonthOf).Distinct().Where(month => !_known.Contains((timeline, month))).Order()];
        }

        if (missing.Length == 0)
        {
            return;
        }

        await database.WriteAsync(UnitOfWork.Repeatable, (write, token) => CreateAsync(write, missing, token), cancellationToken);
        lock (_lock)
        {
            _known.UnionWith(missing.Select(month => (timeline, month)));
        }
    }

    internal static DateTime MonthOf(DateTime time) => new(time.Year, time.Month, 1, 0, 0, 0, DateTimeKind.Utc);

    internal static string NameOf(DateTime month) => Prefix + month.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>The month of a partition; null if it has none.</summary>
    internal static DateTime? MonthOf(string partition) =>
        partition.StartsWith(Prefix, StringComparison.Ordinal)
        && DateTime.TryParseExact(
            partition.AsSpan(Prefix.Length), Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime month)
            ? month
            : null;

    private static async Task CreateAsync(WriteScope write, DateTime[] months, CancellationToken cancellationToken)
    {
        // Other ingests may wait for the lock that this holds.
        await ShortWait.SetAsync(write, cancellationToken);
        await using (NpgsqlCommand hold = write.Command(LockSql))
        {
            await hold.ExecuteNonQueryAsync(cancellationToken);
        }

        foreach (DateTime month in months)
        {
            string name = NameOf(month);
            await using NpgsqlCommand missing = write.Command(MissingSql, name, month);
            if (!(bool)(await missing.ExecuteScalarAsync(cancellationToken))!)
            {
                continue;
            }

            // Created, then attached: the parent is never locked against readers and writers.
            await using NpgsqlCommand create = write.Command($"CREATE TABLE {name} (LIKE location_reports INCLUDING ALL)");
            await create.ExecuteNonQueryAsync(cancellationToken);
            await using NpgsqlCommand attach = write.Command(string.Create(
                CultureInfo.InvariantCulture,
                $"ALTER TABLE location_reports ATTACH PARTITION {name} FOR VALUES FROM ('{month:yyyy-MM-dd} 00:00:00+00') TO ('{month.AddMonths(1):yyyy-MM-dd} 00:00:00+00')"));
            await attach.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
