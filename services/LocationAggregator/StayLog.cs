using Npgsql;
using Tracker.Data.Pipeline;
using Tracker.Data.Reports;
using Tracker.Data.Scopes;

namespace LocationAggregator;

/// <summary>Stays and open windows in the database.</summary>
internal static class StayLog
{
    public static readonly OutputLog Log = new(
        "stays", "tracker_id, started_at, started_fingerprint, finished_at, finished_fingerprint, latitude, longitude, points");

    // The last stay that begins before the moment, and all later ones.
    private const string EffectiveSql = """
        SELECT sequence, started_at, started_fingerprint, finished_at, finished_fingerprint, latitude, longitude, points
        FROM stays
        WHERE tracker_id = $1 AND supersedes IS NULL AND superseded_by IS NULL
          AND started_at >= coalesce((SELECT max(started_at) FROM stays
                                      WHERE tracker_id = $1 AND started_at < $2 AND supersedes IS NULL AND superseded_by IS NULL), '-infinity')
        ORDER BY started_at, started_fingerprint
        """;

    private const string WindowsSql = """
        SELECT tracker_id, anchor_recorded_at, anchor_fingerprint, anchor_latitude, anchor_longitude
        FROM stay_windows WHERE tracker_id = ANY($1)
        """;

    public static async Task<IReadOnlyList<StoredStay>> EffectiveAsync(
        ReadScope read, long trackerId, DateTime from, CancellationToken cancellationToken)
    {
        var stays = new List<StoredStay>();
        await using ReadCommand command = read.Command(EffectiveSql, trackerId, from);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            stays.Add(new StoredStay(
                reader.GetInt64(0),
                new PlacedStay(
                    new ReportKey(reader.GetDateTime(1), reader.GetInt64(2)),
                    new ReportKey(reader.GetDateTime(3), reader.GetInt64(4)),
                    reader.GetDouble(5),
                    reader.GetDouble(6),
                    reader.GetInt32(7))));
        }

        return stays;
    }

    public static async Task<Dictionary<long, StoredWindow>> WindowsAsync(
        ReadScope read, IEnumerable<long> trackers, CancellationToken cancellationToken)
    {
        var windows = new Dictionary<long, StoredWindow>();
        await using ReadCommand command = read.Command(WindowsSql, trackers.ToArray());
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            windows.Add(reader.GetInt64(0), new StoredWindow(
                new ReportKey(reader.GetDateTime(1), reader.GetInt64(2)), reader.GetDouble(3), reader.GetDouble(4)));
        }

        return windows;
    }
}
