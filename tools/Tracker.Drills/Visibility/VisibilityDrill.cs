using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using NpgsqlTypes;
using Tracker.Cluster.Nodes;
using Tracker.Drills.Faults;
using Tracker.Drills.Running;

namespace Tracker.Drills.Visibility;

/// <summary>
/// Counts anomalies that docs/consistency.md allows outside sessions: a commit that is visible on a replica before the primary,
/// and two commits that become visible in different orders. Queries each server directly and as fast as it answers.
/// </summary>
public sealed class VisibilityDrill(VisibilityDrillOptions options, IProgress<string> progress)
{
    private static readonly TimeProvider Clock = TimeProvider.System;

    public async Task<VisibilityDrillResult> RunAsync(CancellationToken ct)
    {
        await using DrillCluster cluster = await DrillCluster.StartAsync(progress, DrillTopology.Proxy, null, ct);
        return await RunAsync(cluster, ct);
    }

    internal async Task<VisibilityDrillResult> RunAsync(DrillCluster cluster, CancellationToken ct)
    {
        await using Database database = cluster.Open();
        WriteToken prepared = await PrepareAsync(database, ct);
        FaultTarget target = await FaultTarget.CaptureAsync(cluster.Cluster, ct);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var primary = new ServerSightings();
        ServerSightings[] replicas = [.. target.Replicas.Select(_ => new ServerSightings())];
        await WaitForAsync(target.Replicas, prepared, ct);
        progress.Report($"committing {options.Rounds} pairs");
        Task[] watching =
        [
            WatchAsync(target.Primary, primary, stop.Token),
            .. target.Replicas.Select((replica, i) => WatchAsync(replica, replicas[i], stop.Token)),
        ];
        try
        {
            for (long round = 1; round <= options.Rounds; round++)
            {
                await Task.WhenAll(IncrementAsync(database, "first", round, ct), IncrementAsync(database, "second", round, ct));
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(watching);
        }

        return VisibilityFigures.Of(options.Rounds, primary, replicas, Clock);
    }

    private static async Task<WriteToken> PrepareAsync(Database database, CancellationToken ct)
    {
        await DrillSchema.ExecuteAsync(database, "CREATE SCHEMA IF NOT EXISTS drill", ct);
        await DrillSchema.ExecuteAsync(
            database, "CREATE TABLE IF NOT EXISTS drill.visibility (name text PRIMARY KEY, value bigint NOT NULL)", ct);
        return await DrillSchema.ExecuteAsync(
            database, "INSERT INTO drill.visibility VALUES ('first', 0), ('second', 0) ON CONFLICT (name) DO UPDATE SET value = 0", ct);
    }

    private static async Task WaitForAsync(IEnumerable<ClusterNode> replicas, WriteToken token, CancellationToken ct)
    {
        foreach (ClusterNode replica in replicas)
        {
            await using var connection = new NpgsqlConnection(replica.ServerConnectionString);
            await connection.OpenAsync(ct);
            await using var reached = new NpgsqlCommand("SELECT pg_last_wal_replay_lsn() >= $1", connection)
            {
                Parameters = { new NpgsqlParameter<NpgsqlLogSequenceNumber> { TypedValue = token.Position, NpgsqlDbType = NpgsqlDbType.PgLsn } },
            };
            while (await reached.ExecuteScalarAsync(ct) is not true)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), Clock, ct);
            }
        }
    }

    private static Task<WriteToken> IncrementAsync(Database database, string name, long value, CancellationToken ct) => database.WriteAsync(
        UnitOfWork.Repeatable,
        async (write, token) =>
        {
            await using NpgsqlCommand update = write.Command("UPDATE drill.visibility SET value = $2 WHERE name = $1", name, value);
            await update.ExecuteNonQueryAsync(token);
        },
        ct);

    private static async Task WatchAsync(ClusterNode node, ServerSightings sightings, CancellationToken stop)
    {
        await using var connection = new NpgsqlConnection(node.ServerConnectionString);
        await connection.OpenAsync(CancellationToken.None);
        await using var look = new NpgsqlCommand(
            "SELECT max(value) FILTER (WHERE name = 'first'), max(value) FILTER (WHERE name = 'second') FROM drill.visibility", connection);
        await look.PrepareAsync(CancellationToken.None);
        while (!stop.IsCancellationRequested)
        {
            long began = Clock.GetTimestamp();
            await using NpgsqlDataReader reader = await look.ExecuteReaderAsync(CancellationToken.None);
            await reader.ReadAsync(CancellationToken.None);
            sightings.Add(new Sighting(began, Clock.GetTimestamp(), reader.GetInt64(0), reader.GetInt64(1)));
        }
    }
}
