using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Model;
using Tracker.Geo.Reports;
using Tracker.Geo.Time;

namespace Tracker.Data.Pipeline;

/// <summary>Reads cursors and the next reports of a shard.</summary>
internal static class BatchReader
{
    private const string CursorsSql = """
        SELECT c.shard, c.position, c.stamp, c.output_sequence, c.latest_recorded_at, s.head, clock_timestamp(),
               EXISTS (SELECT FROM settlements t WHERE t.consumer = c.consumer AND t.shard = c.shard)
        FROM consumer_cursors c JOIN report_shards s ON s.shard = c.shard
        WHERE c.consumer = $1
        ORDER BY c.shard
        """;

    private const string ReportsSql = """
        SELECT tracker_id, position, recorded_at, fingerprint, latitude, longitude, accuracy_m
        FROM location_reports
        WHERE shard = $1 AND position > $2
        ORDER BY position
        LIMIT $3
        """;

    public static async Task<List<CursorReading>> CursorsAsync(
        ReadScope read, string consumer, CancellationToken cancellationToken)
    {
        var cursors = new List<CursorReading>(ReportShard.Count);
        await using ReadCommand command = read.Command(CursorsSql, consumer);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            cursors.Add(new CursorReading(
                new ConsumerCursor
                {
                    Consumer = consumer,
                    Shard = reader.GetInt16(0),
                    Position = reader.GetInt64(1),
                    Stamp = reader.GetGuid(2),
                    OutputSequence = reader.GetInt64(3),
                    LatestRecordedAt = StoredTime.Utc(reader.GetDateTime(4)),
                },
                reader.GetInt64(5),
                reader.GetDateTime(6),
                reader.GetBoolean(7)));
        }

        return cursors;
    }

    /// <exception cref="InvalidOperationException">The log has a gap: something else changed the database.</exception>
    public static async Task<List<StoredReport>> ReportsAsync(
        ReadScope read, short shard, long after, int limit, CancellationToken cancellationToken)
    {
        var reports = new List<StoredReport>(Math.Min(limit, 1_024));
        await using ReadCommand command = read.Command(ReportsSql, shard, after, limit);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            StoredReport report = await ReportAsync(reader, cancellationToken);
            long expected = after + reports.Count + 1;
            if (report.Position != expected)
            {
                throw new InvalidOperationException(
                    $"Shard {shard} has position {report.Position} instead of {expected}: something else deleted or renumbered reports.");
            }

            reports.Add(report);
        }

        return reports;
    }

    /// <summary>Reads tracker_id, position, recorded_at, fingerprint, latitude, longitude, accuracy_m.</summary>
    internal static async Task<StoredReport> ReportAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) => new(
        reader.GetInt64(0),
        reader.GetInt64(1),
        new Fix(
            new ReportKey(reader.GetDateTime(2), reader.GetInt64(3)),
            reader.GetDouble(4),
            reader.GetDouble(5),
            await reader.IsDBNullAsync(6, cancellationToken) ? null : reader.GetFloat(6)));
}
