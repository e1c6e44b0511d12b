using System.Diagnostics;
using Npgsql;
using Tracker.Bench.Cluster;
using Tracker.Bench.Figures;

namespace Tracker.Bench.Routing;

/// <summary>Measures the round trip of a commit with and without reading the WAL position after it.</summary>
internal sealed class CommitStage(BenchCluster cluster, FigureReport report)
{
    private const int Block = 10;
    private const double MaxRatio = 1.10;
    private static readonly string[] Plain = ["SELECT 1", "COMMIT"];
    private static readonly string[] WithPosition = [.. Plain, "SELECT pg_current_wal_insert_lsn()"];

    public async Task RunAsync(int commits, CancellationToken ct)
    {
        await using NpgsqlConnection connection = new(cluster.Nodes.WriteConnectionString);
        await connection.OpenAsync(ct);
        double[] medians = await Interleaved.MediansAsync(
            commits, Block, ct, token => CommitAsync(connection, Plain, token), token => CommitAsync(connection, WithPosition, token));
        report.WriteProgress(
            $"a commit of one row, {commits:N0} times each, medians: plain {medians[0]:F0} us, with its position {medians[1]:F0} us");
        report.Add("commit.plainMicroseconds", medians[0]);
        report.Add("commit.withTokenMicroseconds", medians[1]);
        report.Add("commit.withTokenToPlain", medians[1] / medians[0], Promise.OfAtMost(MaxRatio));
    }

    private static async Task<TimeSpan> CommitAsync(NpgsqlConnection connection, string[] statements, CancellationToken ct)
    {
        await ExecuteAsync(connection, ["BEGIN", "INSERT INTO units_of_work (id) VALUES (gen_random_uuid())"], ct);
        long started = Stopwatch.GetTimestamp();
        await ExecuteAsync(connection, statements, ct);
        return Stopwatch.GetElapsedTime(started);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string[] statements, CancellationToken ct)
    {
        await using NpgsqlBatch batch = new(connection);
        foreach (string statement in statements)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
        await batch.ExecuteNonQueryAsync(ct);
    }
}
