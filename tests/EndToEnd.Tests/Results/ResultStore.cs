using Npgsql;
using Tracker.Cluster;
using Tracker.Cluster.Nodes;

namespace EndToEnd.Tests.Results;

/// <summary>Asks the primary itself, past all proxies, for what the workers have made.</summary>
internal sealed class ResultStore(LocalCluster cluster)
{
    private static readonly TimeSpan Failover = TimeSpan.FromSeconds(90);

    private const string ObstacleSql = """
        SELECT nullif(concat_ws('; ',
            (SELECT 'sources to read: ' || string_agg(concat_ws(' ', name, received, position, last_error), ', ')
             FROM sources WHERE finished_at IS NULL AND (next_due_at IS NOT NULL OR last_error IS NULL)),
            (SELECT 'behind: ' || string_agg(concat_ws(' ', consumer, behind), ', ')
             FROM (SELECT consumer, sum(head - position) AS behind
                   FROM consumer_cursors JOIN report_shards USING (shard) GROUP BY consumer HAVING sum(head - position) > 0) b),
            (SELECT 'to judge again: ' || nullif(count(*), 0) || ' shards'
             FROM geofence_progress WHERE fence_revision < (SELECT revision FROM geofence_revision) OR recomputed_tracker_id > 0),
            (SELECT 'dwells to tell: ' || nullif(count(*), 0)
             FROM fence_presences WHERE dwell_at <= now()),
            (SELECT 'to recompute: ' || nullif(count(*), 0) || ' trackers' FROM recomputations),
            (SELECT 'to settle: ' || nullif(count(*), 0) || ' trackers' FROM settlements),
            (SELECT 'tracks to make: ' || nullif(count(*), 0) FROM track_days WHERE ends_at <= now()),
            (SELECT 'active: ' || nullif(count(*), 0) || ' trackers' FROM tracker_status WHERE state = 'active')), '')
        """;

    /// <summary>Waits until every source is read, every consumer has nothing left, and every tracker (all of the past) is inactive.</summary>
    public async Task CompleteAsync(Func<string> logs, double seconds = 180)
    {
        string? obstacle = null;
        try
        {
            await Eventually.TrueAsync(async () => (obstacle = await ObstacleAsync()) is null, "the pipeline is done", seconds);
        }
        catch (Xunit.Sdk.TrueException)
        {
            Assert.Fail($"The pipeline is not done within {seconds} s: {obstacle}{Environment.NewLine}{logs()}");
        }
    }

    /// <summary>Waits for a condition in SQL.</summary>
    public Task UntilAsync(string condition, string what, double seconds = 120) => Eventually.TrueAsync(
        async () =>
        {
            try
            {
                return await ScalarAsync<bool>($"SELECT {condition}");
            }
            catch (NpgsqlException)
            {
                return false; // a failover is under way
            }
        },
        what,
        seconds);

    public async Task<T> ScalarAsync<T>(string sql) => (T)(await ClusterFixture.ScalarAsync(await PrimaryAsync(), sql))!;

    /// <summary>The first column of each row, as text.</summary>
    public async Task<List<string>> TextsAsync(string sql)
    {
        var texts = new List<string>();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create((await PrimaryAsync()).ServerConnectionString);
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }

    public async Task ExecuteAsync(string sql, params object[] parameters)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create((await PrimaryAsync()).ServerConnectionString);
        await using NpgsqlCommand command = source.CreateCommand(sql);
        foreach (object parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        await command.ExecuteNonQueryAsync();
    }

    public Task<ClusterNode> PrimaryAsync() => cluster.WaitForPrimaryAsync(Failover);

    private async Task<string?> ObstacleAsync()
    {
        try
        {
            return await ClusterFixture.ScalarAsync(await PrimaryAsync(), ObstacleSql) as string;
        }
        catch (NpgsqlException unavailable)
        {
            return unavailable.Message;
        }
    }
}
