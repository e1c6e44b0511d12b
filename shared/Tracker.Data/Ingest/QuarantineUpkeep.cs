using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Model;

namespace Tracker.Data.Ingest;

/// <summary>What leaves the quarantine otherwise than by being judged again: what can be read now, and what is too old.</summary>
/// <param name="database">The cluster.</param>
public sealed class QuarantineUpkeep(Database database)
{
    private const string ReleaseSql = """
        DELETE FROM rejected_reports r USING (SELECT DISTINCT md5(payload) AS hash FROM unnest($2::text[]) AS p(payload)) n
        WHERE r.source_id = $1 AND md5(r.payload) = n.hash
        """;

    // The sources first, as a fetcher locks them: neither waits for the other in a circle.
    private const string HoldSql = """
        SELECT id FROM sources s
        WHERE EXISTS (SELECT FROM rejected_reports r WHERE r.source_id = s.id AND r.rejected_at < now() - $1::interval) ORDER BY id FOR UPDATE
        """;

    private const string ExpireSql = """
        WITH dropped AS (DELETE FROM rejected_reports WHERE rejected_at < now() - $1::interval RETURNING source_id),
             counts AS (SELECT source_id, count(*) AS number FROM dropped GROUP BY source_id),
             counted AS (UPDATE sources s SET quarantine_dropped = quarantine_dropped + c.number FROM counts c WHERE c.source_id = s.id)
        SELECT coalesce(sum(number), 0)::bigint FROM counts
        """;

    private const string DroppedSql = "SELECT name, quarantine_dropped FROM sources WHERE quarantine_dropped > 0 AND ($1::text IS NULL OR name = $1) ORDER BY name";

    /// <summary>Has what a source that is read again says, and that can be read now, leave the quarantine.</summary>
    /// <param name="sourceId">Whose.</param>
    /// <param name="payloads">As they would stand there (<see cref="QuarantinedReport.Payload"/>).</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public Task ReleaseReadAsync(int sourceId, IReadOnlyCollection<string> payloads, CancellationToken cancellationToken) => database.WriteAsync(
        UnitOfWork.Repeatable,
        async (write, token) =>
        {
            await using NpgsqlCommand command = write.Command(ReleaseSql, sourceId, payloads.ToArray());
            await command.ExecuteNonQueryAsync(token);
        },
        cancellationToken);

    /// <summary>Drops what was rejected longer ago than <paramref name="age"/>, and says how many; each source's count of it goes up.</summary>
    public async Task<long> ExpireAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        long dropped = 0;
        await database.WriteAsync(
            UnitOfWork.Recorded,
            async (write, token) =>
            {
                await using NpgsqlCommand hold = write.Command(HoldSql, age);
                await hold.ExecuteNonQueryAsync(token);
                await using NpgsqlCommand drop = write.Command(ExpireSql, age);
                dropped = (long)(await drop.ExecuteScalarAsync(token))!;
            },
            cancellationToken);
        return dropped;
    }

    /// <summary>The sources of whose quarantine something was dropped, because there was too much of it or for its age, and how many reports.</summary>
    public Task<IReadOnlyList<(string Source, long Count)>> DroppedAsync(string? source, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<(string Source, long Count)>>(
            ReadConsistency.Primary,
            async (read, token) =>
            {
                List<(string Source, long Count)> dropped = [];
                await using ReadCommand command = read.Command(DroppedSql, (object?)source);
                await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(token);
                while (await reader.ReadAsync(token))
                {
                    dropped.Add((reader.GetString(0), reader.GetInt64(1)));
                }

                return dropped;
            },
            cancellationToken);
}
