using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Model;
using Tracker.Geo.Reports;

namespace Tracker.Data.Ingest;

/// <summary>
/// Who reads which source, and how far it was read. A claim is a row's stamp: a frozen fetcher holds nobody up, and what it
/// writes after its lease has been taken over is refused.
/// </summary>
/// <param name="database">The cluster.</param>
/// <param name="lease">How long a claim lasts without a sign of life.</param>
public sealed class SourceLedger(Database database, TimeSpan lease)
{
    private const string ClaimSql = """
        UPDATE sources SET claim = $1, next_due_at = now() + $2::interval
        WHERE id = (SELECT id FROM sources WHERE next_due_at <= now() AND NOT paused ORDER BY next_due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING id, name, kind, location, options, register_trackers, position, failures, every, cron, jitter, slowed, rereads
        """;

    private const string AdvanceSql = """
        UPDATE sources
        SET position = $3, received = received + $4, duplicates = duplicates + $5, next_due_at = now() + $6::interval, failures = 0, last_error = NULL
        WHERE id = $1 AND claim = $2 AND position IS NOT DISTINCT FROM $7::text
        """;

    // Of erased trackers only the number is kept: of what they said before, and of what can't be told to be later.
    private const string QuarantineSql = $"""
        WITH incoming AS (
            SELECT n.*, n.reason = $7 OR EXISTS (
                       SELECT FROM erasures e
                       WHERE e.key_hash = {ErasedKey.HashSql} AND coalesce((n.report::jsonb->>'RecordedAt')::timestamptz < e.erased_before, true)) AS erased
            FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) AS n(reason, detail, payload, report, key)),
        withheld AS (
            INSERT INTO rejected_reports (source_id, reason, detail, payload, reports)
            SELECT $1, $7, 'The trackers were erased on request: what is said of the time before is refused and not kept.', '', count(*)
            FROM incoming WHERE erased HAVING count(*) > 0
            ON CONFLICT (source_id, reason, md5(payload)) DO UPDATE SET reports = rejected_reports.reports + excluded.reports, rejected_at = now())
        INSERT INTO rejected_reports (source_id, reason, detail, payload, report, tracker_key)
        SELECT $1, reason, detail, payload, report::jsonb, key FROM incoming WHERE NOT erased
        ON CONFLICT DO NOTHING
        """;

    // The latest stay. What is dropped is counted: nothing is lost in silence.
    private const string LimitSql = """
        WITH dropped AS (
            DELETE FROM rejected_reports
            WHERE source_id = $1 AND id <= (SELECT id FROM rejected_reports WHERE source_id = $1 ORDER BY id DESC OFFSET $2 LIMIT 1)
            RETURNING id)
        UPDATE sources SET quarantine_dropped = quarantine_dropped + (SELECT count(*) FROM dropped) WHERE id = $1 AND EXISTS (SELECT FROM dropped)
        """;

    /// <summary>How long a claim lasts without a sign of life.</summary>
    public TimeSpan Lease => lease;

    /// <summary>How many reports of a source are kept in quarantine; the default is 100,000.</summary>
    public int QuarantineLimit { get; init; } = 100_000;

    /// <summary>Adds a source, or has it read again from its start where it is there already.</summary>
    public Task RegisterAsync(
        string name, string kind, string location, string options, bool registerTrackers, TimeSpan? every, CancellationToken cancellationToken) =>
        database.WriteAsync(
            UnitOfWork.Repeatable,
            async (write, token) =>
            {
                await using NpgsqlCommand command = write.Command(
                    """
                    INSERT INTO sources (name, kind, location, options, register_trackers, every, next_due_at)
                    VALUES ($1, $2, $3, $4::jsonb, $5, $6::interval, now())
                    ON CONFLICT (name) DO UPDATE
                    SET kind = $2, location = $3, options = $4::jsonb, register_trackers = $5, every = $6::interval, cron = NULL, next_due_at = now(),
                        paused = false, rereads = true,
                        claim = NULL, position = NULL, failures = 0, last_error = NULL, finished_at = NULL
                    """,
                    name, kind, location, options, registerTrackers, every);
                await command.ExecuteNonQueryAsync(token);
            },
            cancellationToken);

    /// <summary>Claims the source that has been due longest; null where none is due.</summary>
    public async Task<SourceClaim?> ClaimAsync(CancellationToken cancellationToken)
    {
        SourceClaim? claim = null;
        await database.WriteAsync(
            UnitOfWork.Repeatable,
            async (write, token) =>
            {
                var stamp = Guid.NewGuid();
                await using NpgsqlCommand command = write.Command(ClaimSql, stamp, lease);
                await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(token);
                claim = await reader.ReadAsync(token)
                    ? new SourceClaim(
                        reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                        reader.GetBoolean(5), await reader.IsDBNullAsync(6, token) ? null : reader.GetString(6), reader.GetInt32(7), stamp,
                        new SourceSchedule(
                            await reader.IsDBNullAsync(8, token) ? null : reader.GetTimeSpan(8),
                            await reader.IsDBNullAsync(9, token) ? null : reader.GetString(9),
                            await reader.IsDBNullAsync(10, token) ? null : reader.GetTimeSpan(10)),
                        reader.GetBoolean(11), reader.GetBoolean(12))
                    : null;
            },
            cancellationToken);
        return claim;
    }

    /// <summary>
    /// After a batch's reports are durable: writes the source's position by compare-and-set, with the counts and the quarantine.
    /// </summary>
    /// <returns>The claim at its new position; null where it was lost to another fetcher (stop reading).</returns>
    public async Task<SourceClaim?> AdvanceAsync(
        SourceClaim claim, string position, long received, long duplicates, IReadOnlyCollection<QuarantinedReport> rejected, CancellationToken cancellationToken)
    {
        bool held = true;
        await database.WriteAsync(
            UnitOfWork.Recorded,
            async (write, token) =>
            {
                await using NpgsqlCommand advance = write.Command(
                    AdvanceSql, claim.Id, claim.Stamp, position, received, duplicates, lease, claim.Position);
                held = await advance.ExecuteNonQueryAsync(token) == 1;
                if (held && rejected.Count > 0)
                {
                    await QuarantineAsync(write, claim.Id, rejected, token);
                }
            },
            cancellationToken);
        return held ? claim with { Position = position } : null;
    }

    /// <summary>A sign of life while a source is slow to answer: the claim lasts another lease.</summary>
    public Task RenewAsync(SourceClaim claim, CancellationToken cancellationToken) => EndAsync(
        "UPDATE sources SET next_due_at = now() + $3::interval WHERE id = $1 AND claim = $2", [claim.Id, claim.Stamp, Lease], cancellationToken);

    /// <summary>Marks a source as slowed down by back-pressure, or as not any more, where that is news.</summary>
    /// <returns>The claim with the mark.</returns>
    public async Task<SourceClaim> MarkAsync(SourceClaim claim, bool slowed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        if (claim.Slowed == slowed)
        {
            return claim;
        }

        await EndAsync("UPDATE sources SET slowed = $3 WHERE id = $1 AND claim = $2", [claim.Id, claim.Stamp, slowed], cancellationToken);
        return claim with { Slowed = slowed };
    }

    /// <summary>The source was read to its end: it is due again after its interval, or never.</summary>
    public Task FinishAsync(SourceClaim claim, CancellationToken cancellationToken) => FinishAsync(claim, dueIn: null, cancellationToken);

    /// <summary>The source was read to its end.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="dueIn">When it is due again; null: after its interval, or, without one, never.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public Task FinishAsync(SourceClaim claim, TimeSpan? dueIn, CancellationToken cancellationToken) => EndAsync(
        """
        UPDATE sources SET claim = NULL, finished_at = now(), failures = 0, last_error = NULL, next_due_at = now() + coalesce($3::interval, every),
            rereads = false, slowed = slowed AND coalesce($3::interval, every) IS NOT NULL
        WHERE id = $1 AND claim = $2
        """,
        [claim.Id, claim.Stamp, dueIn],
        cancellationToken);

    /// <summary>The source could not be read.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="error">What is wrong and what to do.</param>
    /// <param name="retryAfter">
    /// When it is tried again; null: after its interval, or, without one, not before it is registered anew.
    /// </param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public Task FailAsync(SourceClaim claim, string error, TimeSpan? retryAfter, CancellationToken cancellationToken) => EndAsync(
        "UPDATE sources SET claim = NULL, failures = failures + 1, last_error = $3, next_due_at = now() + coalesce($4::interval, every) WHERE id = $1 AND claim = $2",
        [claim.Id, claim.Stamp, error, retryAfter],
        cancellationToken);

    /// <summary>The fetcher stops: another may go on at once, where this one ended.</summary>
    public Task ReleaseAsync(SourceClaim claim, CancellationToken cancellationToken) => EndAsync(
        "UPDATE sources SET claim = NULL, next_due_at = now() WHERE id = $1 AND claim = $2", [claim.Id, claim.Stamp], cancellationToken);

    private Task EndAsync(string sql, object?[] values, CancellationToken cancellationToken) => database.WriteAsync(
        UnitOfWork.Repeatable,
        async (write, token) =>
        {
            await using NpgsqlCommand command = write.Command(sql, values);
            await command.ExecuteNonQueryAsync(token);
        },
        cancellationToken);

    private async Task QuarantineAsync(
        WriteScope write, int sourceId, IReadOnlyCollection<QuarantinedReport> rejected, CancellationToken cancellationToken)
    {
        // PostgreSQL's text has no place for NUL.
        await using NpgsqlCommand command = write.Command(
            QuarantineSql,
            sourceId,
            rejected.Select(report => RejectionReasonName.Of(report.Reason)).ToArray(),
            rejected.Select(report => report.Detail.Replace('\0', '\uFFFD')).ToArray(),
            rejected.Select(report => report.Payload.Replace('\0', '\uFFFD')).ToArray(),
            rejected.Select(report => QuarantinedReportJson.Write(report.Report)).ToArray(),
            rejected.Select(report => (report.Report?.TrackerKey ?? report.TrackerKey)?.Trim().Replace('\0', '\uFFFD')).ToArray(),
            RejectionReasonName.Of(RejectionReason.Erased));
        await command.ExecuteNonQueryAsync(cancellationToken);
        await using NpgsqlCommand limit = write.Command(LimitSql, sourceId, QuarantineLimit);
        await limit.ExecuteNonQueryAsync(cancellationToken);
    }
}
