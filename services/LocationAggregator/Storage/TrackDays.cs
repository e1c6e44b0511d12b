using EFCore.ReadWriteSplitting.Scopes;
using LocationAggregator.Aggregation;
using LocationAggregator.Tracks;
using Npgsql;
using Tracker.Data.Model;

namespace LocationAggregator.Storage;

/// <summary>The days whose tracks are out of date.</summary>
internal static class TrackDays
{
    // If the day is already marked, this reads the row and writes nothing.
    private const string MarkSql = """
        INSERT INTO track_days (shard, tracker_id, day, ends_at)
        SELECT $1, * FROM unnest($2::bigint[], $3::date[], $4::timestamptz[])
        ON CONFLICT DO NOTHING
        """;

    // Only in shards without unread reports, because these may belong to such a day.
    private const string DueSql = """
        SELECT s.shard
        FROM report_shards s JOIN consumer_cursors c ON c.consumer = $1 AND c.shard = s.shard AND c.position = s.head
        WHERE EXISTS (SELECT FROM track_days d WHERE d.shard = s.shard AND d.ends_at <= now())
        """;

    private const string NextSql = "SELECT tracker_id, day FROM track_days WHERE shard = $1 AND ends_at <= now() ORDER BY ends_at, tracker_id LIMIT $2";

    public static async Task MarkAsync(
        WriteScope write, short shard, DayCalendar calendar, IReadOnlyList<TrackerChange> changes, CancellationToken cancellationToken)
    {
        (long TrackerId, DateOnly Day)[] days = [.. changes.SelectMany(change => change.Days.Select(day => (change.TrackerId, day)))];
        if (days.Length == 0)
        {
            return;
        }

        await using NpgsqlCommand mark = write.Command(
            MarkSql, shard, days.Select(row => row.TrackerId).ToArray(), days.Select(row => row.Day).ToArray(), days.Select(row => calendar.EndOf(row.Day)).ToArray());
        await mark.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The shards that have no unread reports and at least one out-of-date day that is over.</summary>
    public static async Task<HashSet<short>> DueAsync(ReadScope read, CancellationToken cancellationToken)
    {
        var shards = new HashSet<short>();
        await using ReadCommand command = read.Command(DueSql, Consumers.LocationAggregator);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            shards.Add(reader.GetInt16(0));
        }

        return shards;
    }

    /// <summary>The next out-of-date days of a shard.</summary>
    public static async Task<List<(long TrackerId, DateOnly Day)>> NextAsync(ReadScope read, short shard, int limit, CancellationToken cancellationToken)
    {
        var days = new List<(long, DateOnly)>(limit);
        await using ReadCommand command = read.Command(NextSql, shard, limit);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            days.Add((reader.GetInt64(0), reader.GetFieldValue<DateOnly>(1)));
        }

        return days;
    }

    /// <summary>Removes the marks of the days whose tracks this transaction writes.</summary>
    public static async Task TakeAsync(WriteScope write, IReadOnlyList<(long TrackerId, DateOnly Day)> days, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand take = write.Command(
            "DELETE FROM track_days d USING unnest($1::bigint[], $2::date[]) AS n(tracker_id, day) WHERE d.tracker_id = n.tracker_id AND d.day = n.day",
            days.Select(row => row.TrackerId).ToArray(),
            days.Select(row => row.Day).ToArray());
        await take.ExecuteNonQueryAsync(cancellationToken);
    }
}
