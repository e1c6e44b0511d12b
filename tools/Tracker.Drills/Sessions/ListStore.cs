using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Drills.Running;

namespace Tracker.Drills.Sessions;

/// <summary>
/// The drill's table with one row per list. An append is one statement that inserts or locks the row, so the order within a list
/// is the commit order. A read gets some lists in one statement, and therefore in one snapshot.
/// </summary>
internal static class ListStore
{
    public static async Task CreateAsync(Database database, CancellationToken ct)
    {
        await DrillSchema.ExecuteAsync(database, "CREATE SCHEMA IF NOT EXISTS drill", ct);
        await DrillSchema.ExecuteAsync(
            database, "CREATE TABLE IF NOT EXISTS drill.lists (key int PRIMARY KEY, items bigint[] NOT NULL) WITH (fillfactor = 40)", ct);
        await DrillSchema.ExecuteAsync(database, "TRUNCATE drill.lists", ct);
    }

    public static async Task AppendAsync(WriteScope write, int key, long value, CancellationToken ct)
    {
        await using var append = write.Command(
            """
            INSERT INTO drill.lists AS list (key, items) VALUES ($1, ARRAY[$2::bigint])
            ON CONFLICT (key) DO UPDATE SET items = list.items || excluded.items
            """,
            key, value);
        await append.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The lists in the order of the keys; empty for a list that does not exist yet.</summary>
    public static async Task<(int Key, long[] Values)[]> ReadAsync(ReadScope read, int[] keys, CancellationToken ct)
    {
        (int Key, long[] Values)[] lists = [.. keys.Select(key => (key, Array.Empty<long>()))];
        await using var select = read.Command("SELECT key, items FROM drill.lists WHERE key = ANY($1)", (object)keys);
        await using NpgsqlDataReader reader = await select.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            lists[Array.IndexOf(keys, reader.GetInt32(0))].Values = reader.GetFieldValue<long[]>(1);
        }

        return lists;
    }

    /// <summary>All lists on the primary.</summary>
    public static Task<List<(int Key, long[] Values)>> AllAsync(Database database, CancellationToken ct) => database.ReadAsync(
        ReadConsistency.Primary,
        async (read, token) =>
        {
            List<(int Key, long[] Values)> lists = [];
            await using var select = read.Command("SELECT key, items FROM drill.lists");
            await using NpgsqlDataReader reader = await select.ExecuteReaderAsync(token);
            while (await reader.ReadAsync(token))
            {
                lists.Add((reader.GetInt32(0), reader.GetFieldValue<long[]>(1)));
            }

            return lists;
        },
        ct);
}
