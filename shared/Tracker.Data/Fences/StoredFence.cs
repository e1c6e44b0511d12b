using Npgsql;
using Tracker.Data.Model;
using Tracker.Geo.Fences;
using Tracker.Geo.Time;

namespace Tracker.Data.Fences;

/// <summary>A version of a fence as it is stored.</summary>
/// <param name="Definition">The fence's definition.</param>
/// <param name="Version">Counts from 1 within a fence.</param>
/// <param name="ValidFrom">Event time, UTC, inclusive.</param>
/// <param name="ValidTo">Event time, UTC, exclusive.</param>
public sealed record StoredFence(FenceDefinition Definition, int Version, DateTime ValidFrom, DateTime ValidTo)
{
    /// <summary>The columns that <see cref="Read"/> reads, of geofences f and geofence_versions v.</summary>
    internal const string Columns = """
        f.key, f.name, v.version, v.valid_from, v.valid_to, v.shape, v.margin_m, v.dwell, v.crossings, v.accuracy_cap_m,
        v.active_hours, v.time_zone,
        CASE WHEN v.trackers IS NOT NULL THEN array(SELECT t.key FROM trackers t WHERE t.id = ANY(v.trackers) ORDER BY t.key COLLATE "C") END,
        v.delivery
        """;

    /// <summary>Whether a definition has the same area, margin, terms and trackers.</summary>
    internal bool Is(FenceDefinition definition) =>
        definition.Shape.Equals(Definition.Shape)
        && definition.EffectiveMarginMetres.Equals(Definition.EffectiveMarginMetres)
        && definition.Terms == Definition.Terms
        && (definition.Trackers is null ? Definition.Trackers is null : Definition.Trackers is { } known && known.SequenceEqual(definition.Trackers, StringComparer.Ordinal));

    internal static StoredFence Read(NpgsqlDataReader reader) => new(
        new FenceDefinition(
            reader.GetString(0), reader.GetString(1), FenceShapeJson.Read(reader.GetString(5)), reader.GetDouble(6), StoredTime.Utc(reader.GetDateTime(3)))
        {
            Terms = new FenceTerms
            {
                Dwell = reader.IsDBNull(7) ? null : reader.GetTimeSpan(7),
                Crossings = reader.GetBoolean(8),
                AccuracyCapMetres = reader.IsDBNull(9) ? null : reader.GetDouble(9),
                Hours = reader.IsDBNull(10) ? null : ActiveHours.Parse(reader.GetString(10), reader.GetString(11)),
                Delivery = reader.GetBoolean(13),
            },
            Trackers = reader.IsDBNull(12) ? null : reader.GetFieldValue<string[]>(12),
        },
        reader.GetInt32(2),
        StoredTime.Utc(reader.GetDateTime(3)),
        StoredTime.Utc(reader.GetDateTime(4)));
}
