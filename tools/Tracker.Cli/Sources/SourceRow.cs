using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Ingest;

namespace Tracker.Cli.Sources;

/// <summary>A source in the database.</summary>
/// <param name="Definition">How it was added.</param>
/// <param name="IsPaused">No fetcher reads it.</param>
/// <param name="IsSlowed">It was slowed down by back-pressure when it was last read.</param>
/// <param name="Received">The number of reports read.</param>
/// <param name="Duplicates">How many of them were stored already.</param>
/// <param name="Quarantined">How many of them are in quarantine.</param>
/// <param name="DueAt">When it is read next, UTC; null = not scheduled.</param>
/// <param name="FinishedAt">When it was last read to its end, UTC; null = never.</param>
/// <param name="LastError">Why the last attempt failed; null = it succeeded.</param>
internal sealed record SourceRow(
    SourceDefinition Definition, bool IsPaused, bool IsSlowed, long Received, long Duplicates, long Quarantined,
    DateTime? DueAt, DateTime? FinishedAt, string? LastError)
{
    private const string Sql = """
        SELECT s.name, s.kind, s.location, s.options::text, s.register_trackers, s.every, s.cron, s.jitter, s.paused, s.slowed,
               s.received, s.duplicates, (SELECT coalesce(sum(r.reports), 0)::bigint FROM rejected_reports r WHERE r.source_id = s.id),
               s.next_due_at, s.finished_at, s.last_error
        FROM sources s WHERE $1::text IS NULL OR s.name = $1 ORDER BY s.id
        """;

    /// <summary>All sources, or the one of that name.</summary>
    public static Task<List<SourceRow>> ReadAsync(Database database, string? name, CancellationToken ct) => database.ReadAsync(
        ReadConsistency.Primary,
        async (read, token) =>
        {
            List<SourceRow> rows = [];
            await using ReadCommand command = read.Command(Sql, (object?)name);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(token);
            while (await reader.ReadAsync(token))
            {
                rows.Add(Of(reader));
            }

            return rows;
        },
        ct);

    private static SourceRow Of(NpgsqlDataReader reader) => new(
        new SourceDefinition(
            reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetBoolean(4),
            new SourceSchedule(Value<TimeSpan>(reader, 5), Text(reader, 6), Value<TimeSpan>(reader, 7))),
        reader.GetBoolean(8), reader.GetBoolean(9), reader.GetInt64(10), reader.GetInt64(11), reader.GetInt64(12),
        Value<DateTime>(reader, 13), Value<DateTime>(reader, 14), Text(reader, 15));

    private static T? Value<T>(NpgsqlDataReader reader, int column)
        where T : struct => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
