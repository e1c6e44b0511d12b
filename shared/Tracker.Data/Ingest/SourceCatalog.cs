using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;

namespace Tracker.Data.Ingest;

/// <summary>Adds, changes and removes sources; who reads them is the <see cref="SourceLedger"/>'s affair.</summary>
/// <param name="database">The cluster.</param>
public sealed class SourceCatalog(Database database)
{
    // A source that changed is read again from its start. What is unchanged is left alone: a fetcher that starts must not
    // disturb the others.
    private const string PutSql = """
        INSERT INTO sources AS s (name, kind, location, options, register_trackers, every, cron, jitter, next_due_at)
        VALUES ($1, $2, $3, $4::jsonb, $5, $6::interval, $7::text, $8::interval, now())
        ON CONFLICT (name) DO UPDATE
        SET kind = $2, location = $3, options = $4::jsonb, register_trackers = $5, every = $6::interval, cron = $7::text, jitter = $8::interval,
            next_due_at = now(), claim = NULL, failures = 0, last_error = NULL,
            position = CASE WHEN s.kind = $2 AND s.location = $3 THEN s.position END,
            finished_at = CASE WHEN s.kind = $2 AND s.location = $3 THEN s.finished_at END
        WHERE (s.kind, s.location, s.options, s.register_trackers, s.every, s.cron, s.jitter)
              IS DISTINCT FROM ($2, $3, $4::jsonb, $5, $6::interval, $7::text, $8::interval)
        """;

    /// <summary>Adds a source, or changes the one of that name; it is due at once.</summary>
    /// <returns>False where it is there just so already, and nothing was done.</returns>
    public Task<bool> PutAsync(SourceDefinition source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        SourceSchedule schedule = source.Schedule;
        return ChangeAsync(
            PutSql,
            [source.Name, source.Kind, source.Location, source.Options, source.RegisterTrackers, schedule.Every, schedule.Cron, schedule.Jitter],
            cancellationToken);
    }

    /// <summary>Forgets a source and its quarantine; the reports that it gave stay.</summary>
    /// <returns>False where there is none of that name.</returns>
    public async Task<bool> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        bool removed = false;
        await database.WriteAsync(
            UnitOfWork.Recorded,
            async (write, token) =>
            {
                // The row first: a fetcher that is about to quarantine something waits here, and then finds its claim gone.
                await using NpgsqlCommand hold = write.Command("SELECT id FROM sources WHERE name = $1 FOR UPDATE", (object)name);
                removed = await hold.ExecuteScalarAsync(token) is int;
                await using NpgsqlCommand empty = write.Command(
                    "DELETE FROM rejected_reports WHERE source_id = (SELECT id FROM sources WHERE name = $1)", (object)name);
                await empty.ExecuteNonQueryAsync(token);
                await using NpgsqlCommand remove = write.Command("DELETE FROM sources WHERE name = $1", (object)name);
                await remove.ExecuteNonQueryAsync(token);
            },
            cancellationToken);
        return removed;
    }

    /// <summary>Has no fetcher read a source until it is resumed; one that reads it stops after its batch.</summary>
    /// <returns>False where there is none of that name.</returns>
    public Task<bool> PauseAsync(string name, CancellationToken cancellationToken) => ChangeAsync(
        "UPDATE sources SET paused = true, claim = NULL WHERE name = $1", [name], cancellationToken);

    /// <summary>Has a source read again, at once, from where it was left; one that was given up for an error is tried again.</summary>
    /// <returns>False where there is none of that name.</returns>
    public Task<bool> ResumeAsync(string name, CancellationToken cancellationToken) => ChangeAsync(
        "UPDATE sources SET paused = false, claim = NULL, failures = 0, next_due_at = now() WHERE name = $1", [name], cancellationToken);

    /// <summary>
    /// Has a source read again from its start, at once: what was stored counts once, and what of its quarantine can be read now, with
    /// other options or by another reader, leaves it.
    /// </summary>
    /// <returns>False where there is none of that name.</returns>
    public Task<bool> RereadAsync(string name, CancellationToken cancellationToken) => ChangeAsync(
        """
        UPDATE sources
        SET position = NULL, rereads = true, claim = NULL, failures = 0, last_error = NULL, finished_at = NULL, next_due_at = now()
        WHERE name = $1
        """,
        [name],
        cancellationToken);

    private async Task<bool> ChangeAsync(string sql, object?[] values, CancellationToken cancellationToken)
    {
        bool changed = false;
        await database.WriteAsync(
            UnitOfWork.Recorded,
            async (write, token) =>
            {
                await using NpgsqlCommand command = write.Command(sql, values);
                changed = await command.ExecuteNonQueryAsync(token) > 0;
            },
            cancellationToken);
        return changed;
    }
}
