using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Pipeline;
using Tracker.Geo.Reports;
using TrackerStatus.Battery;

namespace TrackerStatus.Storage;

/// <summary>Reads battery levels from reports.</summary>
internal static class Batteries
{
    private const string OfBatchSql = """
        SELECT DISTINCT ON (tracker_id) tracker_id, recorded_at, fingerprint, battery_pct
        FROM location_reports
        WHERE shard = $1 AND position > $2 AND position <= $3 AND battery_pct IS NOT NULL
        ORDER BY tracker_id, recorded_at DESC, fingerprint DESC
        """;

    private const string LastSql = """
        SELECT tracker_id, recorded_at, fingerprint, battery_pct
        FROM location_reports
        WHERE tracker_id = $1 AND position <= $2 AND battery_pct IS NOT NULL AND recorded_at < $3
        ORDER BY recorded_at DESC, fingerprint DESC LIMIT 1
        """;

    /// <summary>The latest battery level in the batch, per tracker.</summary>
    public static Task<Dictionary<long, BatteryLevel>> OfBatchAsync(ReadScope read, ShardBatch batch, CancellationToken cancellationToken) =>
        ReadAsync(read.Command(OfBatchSql, batch.Shard, batch.Cursor.Position, batch.UpTo), cancellationToken);

    /// <summary>The latest battery level of a tracker before a moment.</summary>
    public static async Task<BatteryLevel?> LastAsync(ReadScope read, long trackerId, long upTo, DateTime before, CancellationToken cancellationToken) =>
        (await ReadAsync(read.Command(LastSql, trackerId, upTo, before), cancellationToken)).TryGetValue(trackerId, out BatteryLevel level) ? level : null;

    private static async Task<Dictionary<long, BatteryLevel>> ReadAsync(ReadCommand command, CancellationToken cancellationToken)
    {
        var levels = new Dictionary<long, BatteryLevel>();
        await using (command)
        {
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                levels.Add(reader.GetInt64(0), new BatteryLevel(new ReportKey(reader.GetDateTime(1), reader.GetInt64(2)), reader.GetFloat(3)));
            }
        }

        return levels;
    }
}
