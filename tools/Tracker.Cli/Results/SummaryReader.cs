using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;

namespace Tracker.Cli.Results;

/// <summary>Reads the counts on the primary in one snapshot, so that they are consistent and include acknowledged writes.</summary>
internal static class SummaryReader
{
    private const string CountsSql = """
        SELECT (SELECT coalesce(sum(head), 0)::bigint FROM report_shards)
                   - (SELECT coalesce(sum((rows->>'location_reports')::bigint), 0)::bigint FROM erasures),
               (SELECT coalesce(sum(reports), 0)::bigint FROM rejected_reports),
               (SELECT count(*) FROM trackers),
               (SELECT count(*) FROM stays WHERE supersedes IS NULL AND superseded_by IS NULL),
               (SELECT count(*) FROM geofence_events WHERE supersedes IS NULL AND superseded_by IS NULL),
               (SELECT count(*) FROM tracker_status)
        """;

    private const string SourcesSql = """
        SELECT name, kind, received, duplicates, finished_at IS NOT NULL, last_error, next_due_at IS NOT NULL, paused, slowed FROM sources ORDER BY id
        """;

    public static Task<Summary> ReadAsync(Database database, CancellationToken ct) =>
        database.ReadAsync(ReadConsistency.Primary, ReadAsync, ct, snapshot: true);

    internal static async Task<List<SourceState>> SourcesAsync(ReadScope read, CancellationToken ct)
    {
        List<SourceState> sources = [];
        await using ReadCommand command = read.Command(SourcesSql);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            sources.Add(new SourceState(
                reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetBoolean(4),
                await reader.IsDBNullAsync(5, ct)
                    ? null
                    : reader.GetString(5), reader.GetBoolean(6), reader.GetBoolean(7), reader.GetBoolean(8)));
        }

        return sources;
    }

    private static async Task<Summary> ReadAsync(ReadScope read, CancellationToken ct)
    {
        List<SourceState> sources = await SourcesAsync(read, ct);
        PipelineState pipeline = await PipelineState.ReadAsync(read, ct);
        await using ReadCommand command = read.Command(CountsSql);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new Summary
        {
            Reports = new ReportCounts(
                sources.Sum(source => source.Received), reader.GetInt64(0), sources.Sum(source => source.Duplicates), reader.GetInt64(1)),
            Trackers = reader.GetInt64(2),
            Stays = reader.GetInt64(3),
            Events = reader.GetInt64(4),
            Statuses = reader.GetInt64(5),
            Backlog = pipeline.Backlog,
            Sources = sources,
        };
    }
}
