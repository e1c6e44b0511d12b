using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using Tracker.Bench.Cluster;
using Tracker.Bench.Figures;

namespace Tracker.Bench.Stages;

/// <summary>Measures a plain binary COPY of the same rows, without locks, duplicate checks, numbering or source positions.</summary>
internal sealed class CopyStage(BenchCluster cluster)
{
    private const string Columns =
        "tracker_id, recorded_at, fingerprint, position, received_at, latitude, longitude, shard, accuracy_m, altitude_m, speed_mps, heading_deg, battery_pct, source_id";

    private readonly List<Row> _rows = [];

    /// <summary>Reads the ingested rows in physical order.</summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        _rows.Clear();
        await using NpgsqlCommand command = cluster.Primary.CreateCommand($"SELECT {Columns} FROM location_reports");
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            _rows.Add(new Row(
                reader.GetInt64(0), reader.GetDateTime(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetDateTime(4),
                reader.GetDouble(5), reader.GetDouble(6), reader.GetInt16(7), Real(8), Real(9), Real(10), Real(11), Real(12),
                reader.GetInt32(13)));
        }

        float? Real(int column) => reader.IsDBNull(column) ? null : reader.GetFloat(column);
    }

    /// <param name="connections">The number of connections. Each copies its part of the rows in one COPY through the write port.</param>
    /// <param name="ct">Cancels the operation.</param>
    public async Task<Rate> RunAsync(int connections, CancellationToken ct)
    {
        await IngestStage.EmptyAsync(cluster, ct);
        await cluster.SettleAsync(ct);
        List<Row>[] parts = [.. _rows.Chunk((_rows.Count + connections - 1) / connections).Select(part => part.ToList())];
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(parts.Select(part => Task.Run(() => CopyAsync(part, ct), ct)));
        return new Rate(_rows.Count, Stopwatch.GetElapsedTime(started));
    }

    private async Task CopyAsync(List<Row> rows, CancellationToken ct)
    {
        await using NpgsqlConnection connection = new(cluster.Nodes.WriteConnectionString);
        await connection.OpenAsync(ct);
        await using NpgsqlBinaryImporter copy = await connection.BeginBinaryImportAsync(
            $"COPY location_reports ({Columns}) FROM STDIN (FORMAT binary)", ct);
        foreach (Row row in rows)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(row.TrackerId, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(row.RecordedAt, NpgsqlDbType.TimestampTz, ct);
            await copy.WriteAsync(row.Fingerprint, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(row.Position, NpgsqlDbType.Bigint, ct);
            await copy.WriteAsync(row.ReceivedAt, NpgsqlDbType.TimestampTz, ct);
            await copy.WriteAsync(row.Latitude, NpgsqlDbType.Double, ct);
            await copy.WriteAsync(row.Longitude, NpgsqlDbType.Double, ct);
            await copy.WriteAsync(row.Shard, NpgsqlDbType.Smallint, ct);
            await copy.WriteAsync(row.Accuracy, NpgsqlDbType.Real, ct);
            await copy.WriteAsync(row.Altitude, NpgsqlDbType.Real, ct);
            await copy.WriteAsync(row.Speed, NpgsqlDbType.Real, ct);
            await copy.WriteAsync(row.Heading, NpgsqlDbType.Real, ct);
            await copy.WriteAsync(row.Battery, NpgsqlDbType.Real, ct);
            await copy.WriteAsync(row.SourceId, NpgsqlDbType.Integer, ct);
        }

        await copy.CompleteAsync(ct);
    }

    private readonly record struct Row(
        long TrackerId, DateTime RecordedAt, long Fingerprint, long Position, DateTime ReceivedAt, double Latitude, double Longitude,
        short Shard, float? Accuracy, float? Altitude, float? Speed, float? Heading, float? Battery, int SourceId);
}
