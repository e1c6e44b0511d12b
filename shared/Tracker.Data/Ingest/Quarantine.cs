using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Model;
using Tracker.Geo.Reports;

namespace Tracker.Data.Ingest;

/// <summary>The reports that were not stored: to look at, to judge again, to delete.</summary>
/// <param name="database">The cluster.</param>
/// <param name="time">The clock that reports are judged by.</param>
public sealed class Quarantine(Database database, TimeProvider time)
{
    private const int PageSize = 1_000;
    private const string Matches = "($1::text IS NULL OR s.name = $1) AND ($2::text IS NULL OR r.reason = $2) AND ($3::timestamptz IS NULL OR r.rejected_at < $3)";

    private readonly Ingestor _ingestor = new(database, time);

    /// <summary>Counts by source and reason, the most frequent first.</summary>
    public Task<IReadOnlyList<QuarantineCount>> CountAsync(QuarantineFilter filter, CancellationToken cancellationToken) => ReadAsync(
        $"""
        SELECT s.name, r.reason, sum(r.reports)::bigint, count(r.report), max(r.rejected_at)
        FROM rejected_reports r JOIN sources s ON s.id = r.source_id WHERE {Matches} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
        """,
        [.. Values(filter)],
        reader => new QuarantineCount(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetDateTime(4)),
        cancellationToken);

    /// <summary>The latest, at most <paramref name="limit"/>, with their source's name. Their reports are not read.</summary>
    public Task<IReadOnlyList<(string Source, QuarantinedReport Report)>> ListAsync(QuarantineFilter filter, int limit, CancellationToken cancellationToken) => ReadAsync(
        $"""
        SELECT r.id, s.name, r.reason, r.detail, r.payload, r.rejected_at
        FROM rejected_reports r JOIN sources s ON s.id = r.source_id WHERE {Matches} ORDER BY r.id DESC LIMIT $4
        """,
        [.. Values(filter), limit],
        reader => (
            reader.GetString(1),
            new QuarantinedReport(RejectionReasonName.Parse(reader.GetString(2)), reader.GetString(3), reader.GetString(4))
            {
                Id = reader.GetInt64(0),
                RejectedAt = reader.GetDateTime(5),
            }),
        cancellationToken);

    /// <summary>Deletes them and returns how many.</summary>
    public async Task<long> PurgeAsync(QuarantineFilter filter, CancellationToken cancellationToken)
    {
        long purged = 0;
        await database.WriteAsync(
            UnitOfWork.Recorded,
            async (write, token) =>
            {
                await using NpgsqlCommand command = write.Command(
                    $"""
                    WITH gone AS (DELETE FROM rejected_reports r USING sources s WHERE s.id = r.source_id AND {Matches} RETURNING r.reports)
                    SELECT coalesce(sum(reports), 0)::bigint FROM gone
                    """,
                    [.. Values(filter)]);
                purged = (long)(await command.ExecuteScalarAsync(token))!;
            },
            cancellationToken);
        return purged;
    }

    /// <summary>
    /// Judges reports again, as if they came now: those that break no rule any more are stored, and leave the quarantine once they
    /// are durable. Those that could never be read whole stay.
    /// </summary>
    /// <param name="filter">Which.</param>
    /// <param name="registerTrackers">Registers unknown trackers, whatever their source says.</param>
    /// <param name="cancellationToken">Gives up; what was stored is stored.</param>
    public async Task<QuarantineRetry> RetryAsync(QuarantineFilter filter, bool registerTrackers, CancellationToken cancellationToken)
    {
        (long stored, long duplicates, long seen, long after) = (0, 0, 0, 0);
        long released = 0;
        while (await PageAsync(filter, after, cancellationToken) is { Count: > 0 } page)
        {
            after = page[^1].Id;
            seen += page.Count;
            DateTime now = time.GetUtcNow().UtcDateTime;
            Candidate[] good = [.. page.Where(row => ReportRules.Reject(row.Report, now, row.FutureTolerance) is null)];
            foreach (IGrouping<(int Source, bool Register), Candidate> group in good.GroupBy(row => (row.SourceId, registerTrackers || row.RegisterTrackers)))
            {
                IngestResult result = await _ingestor.StoreAsync(
                    group.Key.Source, group.Key.Register, [.. group.Select(row => row.Report)], cancellationToken);
                stored += result.Stored;
                duplicates += result.Duplicates;
                HashSet<NewReport> refused = [.. result.Unknown, .. result.TooOld];
                released += await ReleaseAsync([.. group.Where(row => !refused.Contains(row.Report)).Select(row => row.Id)], cancellationToken);
            }
        }

        return new QuarantineRetry(stored, duplicates, seen - released);
    }

    private Task<IReadOnlyList<Candidate>> PageAsync(QuarantineFilter filter, long after, CancellationToken cancellationToken) => ReadAsync(
        $"""
        SELECT r.id, r.source_id, s.register_trackers, s.options::text, r.report::text
        FROM rejected_reports r JOIN sources s ON s.id = r.source_id
        WHERE {Matches} AND r.report IS NOT NULL AND r.id > $4 ORDER BY r.id LIMIT $5
        """,
        [.. Values(filter), after, PageSize],
        reader => new Candidate(
            reader.GetInt64(0), reader.GetInt32(1), reader.GetBoolean(2), SourceTolerance.Of(reader.GetString(3)), QuarantinedReportJson.Read(reader.GetString(4))),
        cancellationToken);

    private async Task<long> ReleaseAsync(long[] ids, CancellationToken cancellationToken)
    {
        long released = 0;
        await database.WriteAsync(
            UnitOfWork.Recorded,
            async (write, token) =>
            {
                await using NpgsqlCommand command = write.Command("DELETE FROM rejected_reports WHERE id = ANY($1)", ids);
                released = await command.ExecuteNonQueryAsync(token);
            },
            cancellationToken);
        return released;
    }

    // On the primary: what was just rejected, or released, shows.
    private Task<IReadOnlyList<T>> ReadAsync<T>(string sql, object?[] values, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<T>>(
            ReadConsistency.Primary,
            async (read, token) =>
            {
                List<T> rows = [];
                await using ReadCommand command = read.Command(sql, values);
                await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(token);
                while (await reader.ReadAsync(token))
                {
                    rows.Add(row(reader));
                }

                return rows;
            },
            cancellationToken);

    private static object?[] Values(QuarantineFilter filter) =>
        [filter.Source, filter.Reason is { } reason ? RejectionReasonName.Of(reason) : null, filter.Before];

    private sealed record Candidate(long Id, int SourceId, bool RegisterTrackers, TimeSpan FutureTolerance, NewReport Report);
}
