using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Model;

namespace Tracker.Data.Ingest;

/// <summary>
/// Caches the ids of the tracker keys used last. The cache is valid on one timeline of the primary (a failover can lose a registration, and its id
/// can be assigned again) and until a tracker is erased.
/// </summary>
internal sealed class TrackerRegistry(Database database, int capacity = TrackerRegistry.DefaultCapacity)
{
    // A key is missing only if an erasure removed it between the registration and the look-up.
    private const int Attempts = 3;

    // Some tens of MB. A fleet that is larger costs each batch one look-up of the keys that are not here.
    private const int DefaultCapacity = 200_000;

    private const string ErasuresSql = "SELECT array_agg(erasures ORDER BY shard) FROM report_shards";

    // A key whose reports are all refused is not registered: an erased key would come back.
    private const string RegisterSql = $"""
        INSERT INTO trackers (key)
        SELECT n.key FROM unnest($1::text[], $2::timestamptz[]) AS n(key, latest)
        WHERE NOT EXISTS (SELECT FROM trackers t WHERE t.key = n.key)
          AND NOT EXISTS (SELECT FROM erasures e WHERE e.key_hash = {ErasedKey.HashSql} AND e.erased_before > n.latest)
        ON CONFLICT DO NOTHING
        """;

    private const string FindSql = $"""
        SELECT n.key, t.id, t.shard, e.before
        FROM unnest($1::text[]) AS n(key)
        LEFT JOIN trackers t ON t.key = n.key
        CROSS JOIN LATERAL (SELECT max(erased_before) AS before FROM erasures WHERE key_hash = {ErasedKey.HashSql}) e
        WHERE t.id IS NOT NULL OR e.before IS NOT NULL
        """;

    private readonly TrackerCache _cache = new(capacity);
    private readonly Lock _lock = new();
    private ResolvedTrackers _validity = ResolvedTrackers.None;

    /// <summary>Resolves keys.</summary>
    /// <param name="latest">The latest event time that is to be stored, by key.</param>
    /// <param name="register">True registers the unknown ones; false leaves them out.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The trackers of these keys.</returns>
    public async Task<ResolvedTrackers> ResolveAsync(
        IReadOnlyDictionary<string, DateTime> latest, bool register, CancellationToken cancellationToken)
    {
        while (true)
        {
            (ResolvedTrackers known, KeyValuePair<string, DateTime>[] missing) = FindKnown(latest);
            if (missing.Length == 0)
            {
                return known;
            }

            ResolvedTrackers found = ResolvedTrackers.None;
            await database.WriteAsync(
                UnitOfWork.Repeatable, async (write, token) => found = await FindAsync(write, missing, register, token), cancellationToken);
            Remember(found);
            if (known.Trackers.Count == 0)
            {
                return found;
            }

            if (known.IsConsistentWith(found))
            {
                return found with { Trackers = Both(known.Trackers, found.Trackers) };
            }
        }
    }

    /// <summary>Clears the cache: a write saw another timeline, or an erasure since.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _cache.Clear();
            _validity = ResolvedTrackers.None;
        }
    }

    private (ResolvedTrackers Known, KeyValuePair<string, DateTime>[] Missing) FindKnown(IReadOnlyDictionary<string, DateTime> latest)
    {
        var known = new Dictionary<string, ResolvedTracker>(latest.Count, StringComparer.Ordinal);
        List<KeyValuePair<string, DateTime>> missing = [];
        ResolvedTrackers validity;
        lock (_lock)
        {
            validity = _validity;
            foreach (KeyValuePair<string, DateTime> asked in latest)
            {
                if (_cache.TryGet(asked.Key, out ResolvedTracker tracker) && tracker.IsKnownUntil(asked.Value))
                {
                    known.Add(asked.Key, tracker);
                }
                else
                {
                    missing.Add(asked);
                }
            }
        }

        return (validity with { Trackers = known }, [.. missing.OrderBy(pair => pair.Key, StringComparer.Ordinal)]);
    }

    private void Remember(ResolvedTrackers found)
    {
        lock (_lock)
        {
            if (!_validity.IsConsistentWith(found))
            {
                _cache.Clear();
                _validity = found with { Trackers = ResolvedTrackers.None.Trackers };
            }

            foreach ((string key, ResolvedTracker tracker) in found.Trackers)
            {
                _cache.Add(key, tracker);
            }
        }
    }

    private static Dictionary<string, ResolvedTracker> Both(
        IReadOnlyDictionary<string, ResolvedTracker> known, IReadOnlyDictionary<string, ResolvedTracker> found)
    {
        var both = new Dictionary<string, ResolvedTracker>(known, StringComparer.Ordinal);
        foreach ((string key, ResolvedTracker tracker) in found)
        {
            both[key] = tracker;
        }

        return both;
    }

    private static async Task<ResolvedTrackers> FindAsync(
        WriteScope write, KeyValuePair<string, DateTime>[] keys, bool register, CancellationToken cancellationToken)
    {
        // Counted before the look-up: a later erasure is detected under the shard's lock.
        await using NpgsqlCommand count = write.Command(ErasuresSql);
        long[] erasures = (long[])(await count.ExecuteScalarAsync(cancellationToken))!;
        string[] names = [.. keys.Select(pair => pair.Key)];
        Dictionary<string, ResolvedTracker> found = [];
        for (int attempt = 0; attempt == 0 || (register && found.Count < names.Length && attempt < Attempts); attempt++)
        {
            if (register)
            {
                // Sorted, so that concurrent registrations do not deadlock.
                await using NpgsqlCommand insert = write.Command(RegisterSql, names, keys.Select(pair => pair.Value).ToArray());
                await insert.ExecuteNonQueryAsync(cancellationToken);
            }

            found = await LookUpAsync(write, names, cancellationToken);
        }

        return new ResolvedTrackers(found, write.Route.Timeline, erasures);
    }

    private static async Task<Dictionary<string, ResolvedTracker>> LookUpAsync(
        WriteScope write, string[] keys, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, ResolvedTracker>(keys.Length, StringComparer.Ordinal);
        await using NpgsqlCommand select = write.Command(FindSql, keys);
        await using NpgsqlDataReader reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            found[reader.GetString(0)] = new ResolvedTracker(
                await reader.IsDBNullAsync(1, cancellationToken) ? null : (reader.GetInt64(1), reader.GetInt16(2)),
                await reader.IsDBNullAsync(3, cancellationToken) ? null : reader.GetDateTime(3));
        }

        return found;
    }
}
