using Npgsql;
using Tracker.Data.Scopes;

namespace Tracker.Data.Ingest;

/// <summary>
/// Tracker keys to ids, remembered. What is remembered holds for one timeline of the primary: a failover may have lost a
/// registration, and its id can be given anew.
/// </summary>
internal sealed class TrackerRegistry(Database database)
{
    private readonly Lock _lock = new();
    private Dictionary<string, long> _ids = [];
    private int? _timeline;

    /// <summary>The ids of <paramref name="keys"/> and the timeline they hold for.</summary>
    /// <param name="keys">Distinct keys.</param>
    /// <param name="register">True registers the unknown ones; false leaves them out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(IReadOnlyDictionary<string, long> Ids, int? Timeline)> ResolveAsync(
        IReadOnlyCollection<string> keys, bool register, CancellationToken cancellationToken)
    {
        string[] missing;
        lock (_lock)
        {
            missing = [.. keys.Where(key => !_ids.ContainsKey(key)).Order(StringComparer.Ordinal)];
            if (missing.Length == 0)
            {
                return (_ids, _timeline);
            }
        }

        Dictionary<string, long> found = [];
        int? timeline = null;
        await database.WriteAsync(
            UnitOfWork.Repeatable,
            async (write, token) =>
            {
                timeline = write.Route.Timeline;
                found = await FindAsync(write, missing, register, token);
            },
            cancellationToken);

        lock (_lock)
        {
            // A new dictionary: earlier callers keep the one they were given.
            _ids = _timeline == timeline ? new Dictionary<string, long>(_ids, StringComparer.Ordinal) : new(StringComparer.Ordinal);
            bool anew = _timeline != timeline;
            _timeline = timeline;
            foreach ((string key, long id) in found)
            {
                _ids[key] = id;
            }

            if (!anew)
            {
                return (_ids, _timeline);
            }
        }

        return await ResolveAsync(keys, register, cancellationToken);
    }

    /// <summary>Forgets everything: a write saw another timeline.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _ids = [];
            _timeline = null;
        }
    }

    private static async Task<Dictionary<string, long>> FindAsync(
        WriteScope write, string[] keys, bool register, CancellationToken cancellationToken)
    {
        if (register)
        {
            // Sorted, so that two registrations side by side never wait for each other in a circle.
            await using NpgsqlCommand insert = write.Command(
                """
                INSERT INTO trackers (key)
                SELECT n.key FROM unnest($1::text[]) AS n(key) WHERE NOT EXISTS (SELECT FROM trackers t WHERE t.key = n.key)
                ON CONFLICT DO NOTHING
                """,
                keys);
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        var found = new Dictionary<string, long>(keys.Length, StringComparer.Ordinal);
        await using NpgsqlCommand select = write.Command("SELECT key, id FROM trackers WHERE key = ANY($1)", keys);
        await using NpgsqlDataReader reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            found[reader.GetString(0)] = reader.GetInt64(1);
        }

        return found;
    }
}
