using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;
using Tracker.Data.Model;
using Tracker.Data.Pipeline;

namespace Tracker.Data.Trackers;

/// <summary>
/// Models of trackers and their thresholds. A change requests the recomputation of the statuses that depend on it, in the
/// same transaction, so that no status keeps an old threshold.
/// </summary>
public static class ModelCatalog
{
    private const string SetSql = """
        WITH brand AS (
            INSERT INTO brands (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id)
        INSERT INTO tracker_models (brand_id, name, inactive_after, battery_low_pct) SELECT id, $2, $3::interval, $4::real FROM brand
        ON CONFLICT (brand_id, name) DO UPDATE SET inactive_after = excluded.inactive_after, battery_low_pct = excluded.battery_low_pct
        RETURNING id
        """;

    private const string AssignSql = """
        UPDATE trackers SET model_id = (
            SELECT m.id FROM tracker_models m JOIN brands b ON b.id = m.brand_id WHERE b.name = $2 AND m.name = $3)
        WHERE key = $1
        RETURNING model_id
        """;

    private const string RequestSql = """
        INSERT INTO recomputations (request, consumer, tracker_id, shard, recompute_from)
        SELECT gen_random_uuid(), $1, id, shard, '-infinity' FROM trackers WHERE model_id = $2
        """;

    private const string ListSql = """
        SELECT b.name, m.name, m.inactive_after, m.battery_low_pct, (SELECT count(*) FROM trackers t WHERE t.model_id = m.id)
        FROM tracker_models m JOIN brands b ON b.id = m.brand_id
        ORDER BY b.name, m.name
        """;

    /// <summary>The models, by brand and name.</summary>
    public static async Task<IReadOnlyList<KnownModel>> ListAsync(ReadScope read, CancellationToken cancellationToken)
    {
        List<KnownModel> models = [];
        await using ReadCommand command = read.Command(ListSql);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            models.Add(new KnownModel(
                reader.GetString(0),
                reader.GetString(1),
                await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetTimeSpan(2),
                await reader.IsDBNullAsync(3, cancellationToken) ? null : reader.GetFloat(3),
                reader.GetInt64(4)));
        }

        return models;
    }

    /// <summary>Adds a model, or changes its thresholds.</summary>
    /// <param name="write">The transaction.</param>
    /// <param name="brand">Its maker.</param>
    /// <param name="name">Its name, unique within the brand.</param>
    /// <param name="inactiveAfter">How long a tracker may be silent before it is inactive; null for the service's setting.</param>
    /// <param name="batteryLowPercent">Percent at or below which a battery is low; null for the service's setting.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async Task SetAsync(
        WriteScope write, string brand, string name, TimeSpan? inactiveAfter, float? batteryLowPercent, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand set = write.Command(
            SetSql, brand, name, (object?)inactiveAfter ?? DBNull.Value, (object?)batteryLowPercent ?? DBNull.Value);
        int model = (int)(await set.ExecuteScalarAsync(cancellationToken))!;
        await using NpgsqlCommand request = write.Command(RequestSql, Consumers.TrackerStatus, model);
        await request.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Sets the model of a tracker.</summary>
    /// <exception cref="ArgumentException">There is no such tracker, or no such model.</exception>
    public static async Task AssignAsync(WriteScope write, string tracker, string brand, string name, CancellationToken cancellationToken)
    {
        await using (NpgsqlCommand assign = write.Command(AssignSql, tracker, brand, name))
        {
            object? model = await assign.ExecuteScalarAsync(cancellationToken);
            if (model is not int)
            {
                throw new ArgumentException(
                    model is null ? $"There is no tracker '{tracker}'." : $"There is no model '{name}' of '{brand}': add it first.", nameof(tracker));
            }
        }

        await Recomputations.RequestAsync(write, Guid.NewGuid(), Consumers.TrackerStatus, tracker, from: null, cancellationToken);
    }
}
