using Npgsql;
using Tracker.Data.Tests.Cluster;

namespace Tracker.Data.Tests.Migrations;

[Collection(OnCluster.Name)]
public sealed class ResultViewTests(ClusterFixture fixture)
{
    // One that was superseded, one that holds, and the one that took the first back.
    private const string Entries =
        "(SELECT t.id, t.shard, e.* FROM trackers t, (VALUES (1, NULL::bigint, 3), (2, NULL, NULL), (3, 1, NULL)) AS e(sequence, supersedes, superseded_by)) entries";

    [Fact]
    public async Task A_tracker_that_was_never_seen_has_a_state()
    {
        await fixture.ResetAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(fixture.WriteConnectionString);
        await ExecuteAsync(source, """
            INSERT INTO trackers (key) VALUES ('seen'), ('unseen');
            INSERT INTO tracker_status (tracker_id, shard, state, since, last_seen_at, latitude, longitude)
            SELECT id, shard, 'inactive', now(), now(), 48, 16 FROM trackers WHERE key = 'seen';
            """);

        Assert.Equal("seen inactive f, unseen never_seen f", await TextAsync(source,
            "SELECT string_agg(concat_ws(' ', tracker, state, battery_low), ', ' ORDER BY tracker) FROM tracker_states"));
    }

    [Fact]
    public async Task The_history_has_effective_stays_movements_and_outliers()
    {
        await fixture.ResetAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(fixture.WriteConnectionString);
        await ExecuteAsync(source, $"""
            INSERT INTO trackers (key) VALUES ('van');
            INSERT INTO stays (shard, sequence, tracker_id, started_at, started_fingerprint, finished_at, finished_fingerprint, latitude, longitude, points, supersedes, superseded_by)
            SELECT shard, sequence, id, '2026-01-01 08:00Z', sequence, '2026-01-01 09:00Z', 0, 48, 16, 5, supersedes, superseded_by FROM {Entries};
            INSERT INTO trips (shard, sequence, tracker_id, started_at, started_fingerprint, finished_at, finished_fingerprint, from_latitude, from_longitude, to_latitude, to_longitude, distance_m, points, supersedes, superseded_by)
            SELECT shard, sequence, id, '2026-01-01 09:00Z', sequence, '2026-01-01 10:00Z', 0, 48, 16, 49, 17, 1000, 7, supersedes, superseded_by FROM {Entries};
            INSERT INTO outliers (shard, sequence, tracker_id, recorded_at, fingerprint, latitude, longitude, supersedes, superseded_by)
            SELECT shard, sequence, id, '2026-01-01 09:30Z', sequence, -48, 0, supersedes, superseded_by FROM {Entries};
            """);

        Assert.Equal("stay 08:00 09:00 48 16 5, movement 09:00 10:00 7, outlier 09:30 09:30 -48 0 1", await TextAsync(source, """
            SELECT string_agg(concat_ws(' ', kind, to_char(started_at AT TIME ZONE 'UTC', 'HH24:MI'), to_char(finished_at AT TIME ZONE 'UTC', 'HH24:MI'), latitude, longitude, points), ', ' ORDER BY started_at)
            FROM location_history
            """));
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> TextAsync(NpgsqlDataSource source, string sql)
    {
        await using NpgsqlCommand command = source.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
