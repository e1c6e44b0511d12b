using System.Text.Json;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Model;
using Tracker.Geo.Fences;
using Tracker.Geo.Time;

namespace Tracker.Data.Fences;

/// <summary>Changes fences. A fence's past is never rewritten: a change closes the open version and adds another.</summary>
public static class FenceCatalog
{
    // Serialises all changes of fences.
    private const string LockSql = "SELECT revision FROM geofence_revision FOR UPDATE";

    private const string RevisionSql = "UPDATE geofence_revision SET revision = revision + 1 RETURNING revision";

    private const string StoredSql = $"""
        SELECT {StoredFence.Columns}
        FROM geofences f
        LEFT JOIN geofence_versions v ON v.fence_id = f.id AND v.valid_to = 'infinity' AND v.valid_from < v.valid_to
        WHERE f.key = ANY($1)
        """;

    private const string NamesSql = """
        INSERT INTO geofences (key, name) SELECT * FROM unnest($1::text[], $2::text[])
        ON CONFLICT (key) DO UPDATE SET name = excluded.name WHERE geofences.name <> excluded.name
        """;

    // A version whose last change some shard has not judged yet keeps the earlier start of that change.
    private const string CloseSql = """
        UPDATE geofence_versions v
        SET valid_to = greatest(v.valid_from, c.at), revision = $3,
            affects_from = CASE
                WHEN v.revision > (SELECT min(fence_revision) FROM geofence_progress) THEN least(v.affects_from, c.at)
                ELSE c.at END
        FROM unnest($1::text[], $2::timestamptz[]) AS c(key, at) JOIN geofences f ON f.key = c.key
        WHERE v.fence_id = f.id AND v.valid_to > c.at AND v.valid_from < v.valid_to
        """;

    private const string AddSql = """
        INSERT INTO geofence_versions (
            fence_id, version, valid_from, valid_to, shape, radius_m, margin_m, revision, affects_from,
            dwell, crossings, accuracy_cap_m, active_hours, time_zone, trackers, delivery)
        SELECT f.id, 1 + coalesce((SELECT max(version) FROM geofence_versions v WHERE v.fence_id = f.id), 0),
               n.at, 'infinity', n.shape::jsonb, n.radius_m, n.margin_m, $6, n.at,
               n.dwell, n.crossings, n.accuracy_cap_m, n.active_hours, n.time_zone,
               CASE WHEN n.trackers IS NOT NULL THEN array(
                   SELECT t.id FROM trackers t WHERE t.key IN (SELECT jsonb_array_elements_text(n.trackers::jsonb)) ORDER BY t.id) END,
               n.delivery
        FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::float8[], $5::float8[], $7::interval[], $8::boolean[],
                    $9::float8[], $10::text[], $11::text[], $12::text[], $13::boolean[])
            AS n(key, at, shape, radius_m, margin_m, dwell, crossings, accuracy_cap_m, active_hours, time_zone, trackers, delivery)
        JOIN geofences f ON f.key = n.key
        """;

    // Statuses depend on delivery fences. A new request even if one exists: a batch in progress may end that one without having seen
    // the change.
    private const string DeliveriesSql = """
        INSERT INTO recomputations (request, consumer, tracker_id, shard, recompute_from)
        SELECT gen_random_uuid(), $2, t.id, t.shard, '-infinity'
        FROM trackers t
        WHERE EXISTS (
            SELECT FROM geofence_versions v
            WHERE v.revision = $1 AND v.delivery AND (v.trackers IS NULL OR t.id = ANY(v.trackers)))
        """;

    private const string UnregisteredSql =
        "SELECT key FROM unnest($1::text[]) AS n(key) WHERE NOT EXISTS (SELECT FROM trackers t WHERE t.key = n.key) LIMIT 1";

    /// <summary>
    /// Adds fences and changes those whose shape, margin, terms or trackers differ, in one transaction; other fences stay. A change
    /// is valid from the definition's time, or else from now on.
    /// </summary>
    /// <param name="database">The cluster.</param>
    /// <param name="fences">Shapes checked, keys unique (<see cref="GeoJsonFences"/>).</param>
    /// <param name="validity">When new fences become valid if they don't say.</param>
    /// <param name="time">The clock; null for the system clock.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="InvalidFenceException">A fence is for a tracker that is not registered; nothing was changed.</exception>
    /// <exception cref="EFCore.ReadWriteSplitting.Retries.DatabaseUnavailableException">It did not succeed within the deadline; nothing was changed.</exception>
    public static async Task<FenceImport> ImportAsync(
        Database database,
        IReadOnlyList<FenceDefinition> fences,
        FenceValidity validity,
        TimeProvider? time,
        CancellationToken cancellationToken)
    {
        DateTime now = Now(time ?? TimeProvider.System);
        FenceImport result = new(0, 0, fences.Count);
        await database.WriteAsync(
            async (write, token) =>
            {
                await ExecuteAsync(write.Command(LockSql), token);
                await RefuseUnregisteredAsync(write, fences, token);
                FencePlan plan = FencePlan.Of(fences, await StoredAsync(write, fences, token), validity, now);
                await ExecuteAsync(write.Command(NamesSql, Keys(fences), fences.Select(fence => fence.Name).ToArray()), token);
                if (plan.Versions.Count > 0)
                {
                    await WriteAsync(write, plan.Versions, token);
                }

                result = plan.Result;
            },
            cancellationToken);
        return result;
    }

    /// <summary>Ends a fence: reports with event times from <paramref name="at"/> on are judged without it.</summary>
    /// <param name="database">The cluster.</param>
    /// <param name="key">The fence's key.</param>
    /// <param name="at">Event time, UTC; truncated to whole microseconds.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>False if there is no such fence or it has ended by then.</returns>
    /// <exception cref="EFCore.ReadWriteSplitting.Retries.DatabaseUnavailableException">It did not succeed within the deadline; nothing was changed.</exception>
    public static async Task<bool> EndAsync(Database database, string key, DateTime at, CancellationToken cancellationToken)
    {
        bool ended = false;
        await database.WriteAsync(
            async (write, token) =>
            {
                await ExecuteAsync(write.Command(LockSql), token);
                long revision = await NextRevisionAsync(write, token);
                ended = await CloseAsync(write, [key], [StoredTime.WholeMicroseconds(at)], revision, token) > 0;
                await RequestStatusesAsync(write, revision, token);
                if (!ended)
                {
                    // Nothing changed: no shard has to be recomputed for it.
                    await ExecuteAsync(write.Command("UPDATE geofence_revision SET revision = revision - 1"), token);
                }
            },
            cancellationToken);
        return ended;
    }

    private static DateTime Now(TimeProvider time) => StoredTime.WholeMicroseconds(time.GetUtcNow().UtcDateTime);

    private static string[] Keys(IEnumerable<FenceDefinition> fences) => [.. fences.Select(fence => fence.Key)];

    private static async Task RefuseUnregisteredAsync(
        WriteScope write, IReadOnlyList<FenceDefinition> fences, CancellationToken cancellationToken)
    {
        string[] trackers = [.. fences.SelectMany(fence => fence.Trackers ?? []).Distinct(StringComparer.Ordinal)];
        await using NpgsqlCommand command = write.Command(UnregisteredSql, [trackers]);
        if (trackers.Length > 0 && await command.ExecuteScalarAsync(cancellationToken) is string unregistered)
        {
            string fence = fences.First(fence => fence.Trackers?.Contains(unregistered, StringComparer.Ordinal) == true).Key;
            throw new InvalidFenceException(
                $"Fence {fence} is for the tracker '{unregistered}', which is not registered: a tracker is, once it has sent a report.");
        }
    }

    private static async Task<Dictionary<string, StoredFence?>> StoredAsync(
        WriteScope write, IReadOnlyList<FenceDefinition> fences, CancellationToken cancellationToken)
    {
        Dictionary<string, StoredFence?> stored = new(StringComparer.Ordinal);
        await using NpgsqlCommand command = write.Command(StoredSql, [Keys(fences)]);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            stored.Add(reader.GetString(0), await reader.IsDBNullAsync(2, cancellationToken) ? null : StoredFence.Read(reader));
        }

        return stored;
    }

    private static async Task WriteAsync(WriteScope write, IReadOnlyList<PlannedVersion> versions, CancellationToken cancellationToken)
    {
        long revision = await NextRevisionAsync(write, cancellationToken);
        string[] keys = Keys(versions.Select(version => version.Fence));
        DateTime[] from = [.. versions.Select(version => version.ValidFrom)];
        await CloseAsync(write, keys, from, revision, cancellationToken);
        await ExecuteAsync(
            write.Command(
                AddSql,
                keys,
                from,
                versions.Select(version => FenceShapeJson.Write(version.Fence.Shape)).ToArray(),
                versions.Select(version => (version.Fence.Shape as CircleShape)?.RadiusMetres).ToArray(),
                versions.Select(version => version.Fence.EffectiveMarginMetres).ToArray(),
                revision,
                versions.Select(version => version.Fence.Terms.Dwell).ToArray(),
                versions.Select(version => version.Fence.Terms.Crossings).ToArray(),
                versions.Select(version => version.Fence.Terms.AccuracyCapMetres).ToArray(),
                versions.Select(version => version.Fence.Terms.Hours?.Text).ToArray(),
                versions.Select(version => version.Fence.Terms.Hours?.TimeZone).ToArray(),
                versions.Select(version => version.Fence.Trackers is { } trackers ? JsonSerializer.Serialize(trackers) : null).ToArray(),
                versions.Select(version => version.Fence.Terms.Delivery).ToArray()),
            cancellationToken);
        await RequestStatusesAsync(write, revision, cancellationToken);
    }

    private static Task<int> RequestStatusesAsync(WriteScope write, long revision, CancellationToken cancellationToken) =>
        ExecuteAsync(write.Command(DeliveriesSql, revision, Consumers.TrackerStatus), cancellationToken);

    private static Task<int> CloseAsync(
        WriteScope write, string[] keys, DateTime[] at, long revision, CancellationToken cancellationToken) =>
        ExecuteAsync(write.Command(CloseSql, keys, at, revision), cancellationToken);

    private static async Task<long> NextRevisionAsync(WriteScope write, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = write.Command(RevisionSql);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<int> ExecuteAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using (command)
        {
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
