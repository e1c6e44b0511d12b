using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using Tracker.Bench.Cluster;
using Tracker.Bench.Figures;
using Tracker.Data.Ingest;

namespace Tracker.Bench.Stages;

/// <summary>Measures the ingest of a simulated fleet's reports, from the claim of the source to its end.</summary>
internal sealed class IngestStage(BenchCluster cluster, PipelineScale scale)
{
    private const string SourceName = "fleet";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(30);

    // Keeps the trackers, whose ids the fetcher caches.
    private const string EmptySql = """
        TRUNCATE location_reports, units_of_work;
        UPDATE report_shards SET head = 0;
        """;

    public static Task EmptyAsync(BenchCluster cluster, CancellationToken ct) => cluster.ExecuteAsync(EmptySql, ct);

    public async Task<(Rate Rate, Wal Wal)> RunAsync(Worker fetcher, CancellationToken ct)
    {
        await EmptyAsync(cluster, ct);
        await cluster.SettleAsync(ct);
        WalMeter meter = await WalMeter.StartAsync(cluster, ct);
        long started = Stopwatch.GetTimestamp();
        await new SourceLedger(cluster.Database, TimeSpan.FromMinutes(1)).RegisterAsync(
            SourceName, "simulator", "town", JsonSerializer.Serialize(
                new { reports = scale.Reports, trackers = scale.Trackers }), true, null, ct);
        await BenchCluster.UntilAsync(() => IsFinishedAsync(fetcher, ct), "The fetcher has not finished", Deadline, ct);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        return (new Rate(await StoredAsync(cluster, ct), elapsed), await meter.StopAsync(ct));
    }

    public static async Task<long> StoredAsync(BenchCluster cluster, CancellationToken ct) =>
        await cluster.ScalarAsync<long>("SELECT sum(head)::bigint FROM report_shards", ct);

    private async Task<bool> IsFinishedAsync(Worker fetcher, CancellationToken ct)
    {
        fetcher.AssertAlive();
        await using NpgsqlCommand command = cluster.Primary.CreateCommand(
            "SELECT finished_at IS NOT NULL, last_error FROM sources WHERE name = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = SourceName });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return await reader.IsDBNullAsync(1, ct)
            ? reader.GetBoolean(0)
            : throw new BenchException($"The fetcher failed: {reader.GetString(1)}");
    }
}
