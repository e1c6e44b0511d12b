using Npgsql;

namespace Tracker.Tests;

/// <summary>Looks through every table there is for what is left of a tracker, knowing none of them.</summary>
internal static class Remains
{
    // Partitions are tables of their own here; fences may be for a tracker by its id: that is told, and not taken from them.
    private const string TablesSql = """
        SELECT c.oid::regclass::text, coalesce(array_agg(a.attname::text) FILTER (WHERE a.attname LIKE '%tracker\_id' OR (c.relname, a.attname) = ('trackers', 'id')), '{}')
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
        GROUP BY c.oid, c.relname ORDER BY c.relname
        """;

    /// <summary>The rows that bear the id in a column for trackers, or that have one of the patterns in their text, as table: row.</summary>
    public static async Task<List<string>> OfAsync(string server, long trackerId, params string[] patterns)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server);
        List<string> remains = [];
        foreach ((string table, string[] ids) in (await TablesAsync(source)).Where(table => table.Ids.Length + patterns.Length > 0))
        {
            string[] conditions =
            [
                .. ids.Select(column => $"t.{column} = {trackerId}"),
                .. patterns.Select((_, i) => $"t::text ~ ${i + 1}"),
            ];
            await using NpgsqlCommand find = source.CreateCommand($"SELECT t::text FROM {table} t WHERE {string.Join(" OR ", conditions)} LIMIT 5");
            foreach (string pattern in patterns)
            {
                find.Parameters.Add(new NpgsqlParameter { Value = pattern });
            }

            await using NpgsqlDataReader reader = await find.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                remains.Add($"{table}: {reader.GetString(0)}");
            }
        }

        return remains;
    }

    /// <summary>One line a table that is about trackers: how many rows it has of others, and what they are.</summary>
    public static async Task<List<string>> OfOthersAsync(string server, long trackerId)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server);
        List<string> others = [];
        foreach ((string table, string[] ids) in (await TablesAsync(source)).Where(table => table.Ids.Length == 1 && table.Name is not ("erasures" or "geofence_progress")))
        {
            await using NpgsqlCommand sum = source.CreateCommand(
                $"SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {table} t WHERE t.{ids[0]} NOT IN (0, {trackerId})");
            others.Add($"{table}: {await sum.ExecuteScalarAsync()}");
        }

        return others;
    }

    /// <summary>The tables with columns for trackers.</summary>
    public static async Task<List<string>> TablesOfTrackersAsync(string server)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server);
        return [.. (await TablesAsync(source)).Where(table => table.Ids.Length > 0).Select(table => table.Name)];
    }

    private static async Task<List<(string Name, string[] Ids)>> TablesAsync(NpgsqlDataSource source)
    {
        List<(string, string[])> tables = [];
        await using NpgsqlCommand list = source.CreateCommand(TablesSql);
        await using NpgsqlDataReader reader = await list.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            tables.Add((reader.GetString(0), reader.GetFieldValue<string[]>(1)));
        }

        return tables;
    }
}
