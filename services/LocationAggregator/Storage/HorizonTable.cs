using System.Text.Json;
using EFCore.ReadWriteSplitting.Scopes;
using LocationAggregator.Horizon;
using Npgsql;

namespace LocationAggregator.Storage;

/// <summary>Reads and writes the trackers' states at the retention horizon.</summary>
internal static class HorizonTable
{
    private const string WriteSql = """
        INSERT INTO stay_horizons (shard, tracker_id, settled_before, state)
        SELECT $1, * FROM unnest($2::bigint[], $3::timestamptz[], $4::jsonb[])
        ON CONFLICT (tracker_id) DO UPDATE SET settled_before = excluded.settled_before, state = excluded.state
        """;

    public static async Task<IReadOnlyDictionary<long, HorizonState>> ReadAsync(
        ReadScope read, IReadOnlyCollection<long> trackers, CancellationToken cancellationToken)
    {
        var states = new Dictionary<long, HorizonState>();
        await using ReadCommand command = read.Command("SELECT tracker_id, state::text FROM stay_horizons WHERE tracker_id = ANY($1)", trackers.ToArray());
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            states.Add(reader.GetInt64(0), JsonSerializer.Deserialize<HorizonState>(reader.GetString(1))!);
        }

        return states;
    }

    public static async Task WriteAsync(
        WriteScope write, short shard, IReadOnlyList<(long TrackerId, HorizonState State)> states, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand upsert = write.Command(
            WriteSql,
            shard,
            states.Select(row => row.TrackerId).ToArray(),
            states.Select(row => row.State.SettledBefore).ToArray(),
            states.Select(row => JsonSerializer.Serialize(row.State)).ToArray());
        await upsert.ExecuteNonQueryAsync(cancellationToken);
    }
}
