using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Drills.Running;

namespace Tracker.Drills.Failover;

/// <summary>The drill's table with one row per unit of work. It has no unique key, so that a unit that is applied twice shows.</summary>
internal static class UnitStore
{
    public static async Task CreateAsync(Database database, CancellationToken ct)
    {
        await DrillSchema.ExecuteAsync(database, "CREATE SCHEMA IF NOT EXISTS drill", ct);
        await DrillSchema.ExecuteAsync(database, "CREATE TABLE IF NOT EXISTS drill.units (id bigint NOT NULL)", ct);
        await DrillSchema.ExecuteAsync(database, "TRUNCATE drill.units", ct);
    }

    public static async Task InsertAsync(WriteScope write, long id, CancellationToken ct)
    {
        await using var insert = write.Command("INSERT INTO drill.units (id) VALUES ($1)", id);
        await insert.ExecuteNonQueryAsync(ct);
    }

    public static async Task<bool> AnyAsync(ReadScope read, CancellationToken ct)
    {
        await using var select = read.Command("SELECT EXISTS (SELECT FROM drill.units)");
        return await select.ExecuteScalarAsync(ct) is true;
    }

    /// <summary>The number of rows of each unit on the primary.</summary>
    public static Task<Dictionary<long, int>> CountsAsync(Database database, CancellationToken ct) => database.ReadAsync(
        ReadConsistency.Primary,
        async (read, token) =>
        {
            Dictionary<long, int> counts = [];
            await using var select = read.Command("SELECT id, count(*)::int FROM drill.units GROUP BY id");
            await using NpgsqlDataReader reader = await select.ExecuteReaderAsync(token);
            while (await reader.ReadAsync(token))
            {
                counts.Add(reader.GetInt64(0), reader.GetInt32(1));
            }

            return counts;
        },
        ct);
}
