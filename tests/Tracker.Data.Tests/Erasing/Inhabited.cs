using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Tracker.Data.Erasing;
using Tracker.Data.Ingest;
using Tracker.Data.Tests.Cluster;
using Tracker.Geo.Reports;

namespace Tracker.Data.Tests.Erasing;

/// <summary>A database in which every table has something of one tracker, and of many others, as workers would have made it.</summary>
internal sealed class Inhabited(ClusterFixture fixture, Database database, long trackerId) : IAsyncDisposable
{
    /// <summary>Another one begins with the same letters.</summary>
    public const string Key = "tag-7f3a";
    public const string Namesake = "tag-7f3ab";

    /// <summary>In a text, the key and not the namesake's; where only it was.</summary>
    public static readonly string[] Traces = ["tag-7f3a($|[^b])", @"12\.3456"];

    // Of each tracker one entry that holds, and one that another has taken back.
    private const string EntriesSql = """
        WITH e AS (
            SELECT t.id, t.shard, row_number() OVER (PARTITION BY t.shard ORDER BY t.id, n) AS sequence, n,
                   timestamptz '2026-03-01' + n * interval '1 hour' AS at, CASE WHEN t.key = 'tag-7f3a' THEN 12.3456 ELSE 48 END AS degrees
            FROM trackers t, generate_series(1, 3) n),
        entries AS (
            SELECT *, CASE WHEN n = 3 THEN sequence - 1 END AS supersedes, CASE WHEN n = 2 THEN sequence + 1 END AS superseded_by FROM e)
        """;

    private static readonly string[] FillSql =
    [
        $"{EntriesSql} INSERT INTO stays SELECT shard, sequence, id, at, 11, at, 12, degrees, degrees, 3, supersedes, superseded_by FROM entries",
        $"{EntriesSql} INSERT INTO trips SELECT shard, sequence, id, at, 11, at, 12, degrees, degrees, degrees, degrees, 9, 3, supersedes, superseded_by FROM entries",
        $"{EntriesSql} INSERT INTO outliers SELECT shard, sequence, id, at, 11, degrees, degrees, supersedes, superseded_by FROM entries",
        $"{EntriesSql} INSERT INTO tracks SELECT shard, sequence, id, at::date, 'UTC', 5, 3, 9, ARRAY[at], ARRAY[degrees], ARRAY[degrees], supersedes, superseded_by FROM entries",
        $$"""
        {{EntriesSql}} INSERT INTO geofence_events (shard, sequence, tracker_id, fence_id, fence_version, type, occurred_at, report_fingerprint, initial, reason, entered_at, supersedes, superseded_by)
        SELECT shard, sequence, id, 1, 1, 'enter', at, 11, true, NULL, at, supersedes, superseded_by FROM entries
        """,
        $$"""
        {{EntriesSql}} INSERT INTO status_transitions (shard, sequence, tracker_id, state, occurred_at, supersedes, superseded_by, delivery_location_id)
        SELECT shard, sequence, id, 'delivered', at, supersedes, superseded_by, 1 FROM entries
        """,
        "UPDATE consumer_cursors c SET output_sequence = (SELECT count(*) FROM stays s WHERE s.shard = c.shard)",
        "UPDATE output_logs l SET sequence = (SELECT count(*) FROM stays s WHERE s.shard = l.shard)",
        "INSERT INTO stay_windows SELECT id, shard, '2026-03-01', 1, CASE WHEN key = 'tag-7f3a' THEN 12.3456 ELSE 48 END, 16 FROM trackers",
        "INSERT INTO fence_presences SELECT id, 1, '2026-03-01' FROM trackers",
        "INSERT INTO track_days SELECT id, d, shard, '2026-03-03' FROM trackers, unnest(ARRAY['2026-03-01', '2026-03-02']::date[]) d",
        "INSERT INTO tracker_status (tracker_id, shard, state, since, last_seen_at, latitude, longitude) SELECT id, shard, 'active', '2026-03-01', '2026-03-01', CASE WHEN key = 'tag-7f3a' THEN 12.3456 ELSE 48 END, 16 FROM trackers",
        "INSERT INTO recomputations (request, consumer, tracker_id, shard, recompute_from) SELECT gen_random_uuid(), 'tracker-status', id, shard, '-infinity' FROM trackers",
        "UPDATE trackers SET name = 'the person with ' || key",
        "INSERT INTO geofences (key, name) VALUES ('depot', 'depot')",
        "INSERT INTO geofence_versions (fence_id, version, valid_from, valid_to, shape, margin_m, revision, affects_from, trackers) SELECT 1, 1, '-infinity', 'infinity', '{}', 0, 1, '-infinity', ARRAY[id] FROM trackers WHERE key = 'tag-7f3a'",
    ];

    public Database Database => database;

    public long TrackerId => trackerId;

    public static async Task<Inhabited> CreateAsync(ClusterFixture fixture, string name, int reports = 40)
    {
        await fixture.ResetAsync();
        Database database = fixture.Open(name);
        await Stock.StoreAsync(database, [.. Stock.Reports(700, 140), .. Reports(Key, reports, 12.3456), .. Reports(Namesake, 10, 48)]);
        foreach (string sql in FillSql)
        {
            await ExecuteAsync(database, sql);
        }

        long id = await ScalarAsync<long>(database, $"SELECT id FROM trackers WHERE key = '{Key}'");
        return new Inhabited(fixture, database, id);
    }

    public static NewReport[] Reports(string key, int count, double latitude, DateTime? start = null) =>
    [
        .. Enumerable.Range(0, count).Select(i => new NewReport
        {
            TrackerKey = key, RecordedAt = (start ?? Stock.Start).AddSeconds(i), Latitude = latitude + (i % 90 * 1e-7), Longitude = 16,
        }),
    ];

    /// <summary>As if every worker had read all there is.</summary>
    public Task PassAsync() => ExecuteAsync(database, "UPDATE consumer_cursors c SET position = s.head FROM report_shards s WHERE s.shard = c.shard AND c.position < s.head");

    public Task<ErasureResult?> EraseAsync(string key = Key, TimeSpan? patience = null, Action<ErasingStep>? watch = null) =>
        new TrackerErasing(database, TimeProvider.System, NullLogger.Instance).EraseAsync(key, "somebody", patience ?? TimeSpan.FromSeconds(30), watch ?? (_ => { }), CancellationToken.None);

    public async Task AssertNothingIsLeftAsync() => Assert.Empty(await Remains.OfAsync(fixture.WriteConnectionString, trackerId, Traces));

    public Task<List<string>> OthersAsync() => Remains.OfOthersAsync(fixture.WriteConnectionString, trackerId);

    public Task<T> ScalarAsync<T>(string sql) => ScalarAsync<T>(database, sql);

    public ValueTask DisposeAsync() => database.DisposeAsync();

    public static Task ExecuteAsync(Database database, string sql) => database.WriteAsync(
        async (write, token) =>
        {
            await using NpgsqlCommand command = write.Command(sql);
            await command.ExecuteNonQueryAsync(token);
        },
        CancellationToken.None);

    private static async Task<T> ScalarAsync<T>(Database database, string sql)
    {
        await using ReadScope read = await database.ReadAsync(EFCore.ReadWriteSplitting.Consistency.ReadConsistency.Primary, CancellationToken.None);
        await using ReadCommand command = read.Command(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
