using Npgsql;
using Tracker.Data.Fences;
using Tracker.Data.Model;
using Tracker.Geo.Fences;
using Tracker.Geo.Time;

namespace GeofenceProcessor.Fences;

/// <summary>A version of a fence in the database.</summary>
internal readonly record struct FenceRow(FenceVersion Version, FenceChange Change)
{
    public const string Columns = """
        v.fence_id, f.key, v.version, v.valid_from, v.valid_to, v.shape, v.margin_m, v.revision, v.affects_from,
        v.dwell, v.crossings, v.accuracy_cap_m, v.active_hours, v.time_zone, v.trackers
        """;

    /// <summary>Reads a row of <see cref="Columns"/>.</summary>
    public static FenceRow Read(NpgsqlDataReader reader)
    {
        FenceTerms terms = new()
        {
            Dwell = reader.IsDBNull(9) ? null : reader.GetTimeSpan(9),
            Crossings = reader.GetBoolean(10),
            AccuracyCapMetres = reader.IsDBNull(11) ? null : reader.GetDouble(11),
            Hours = reader.IsDBNull(12) ? null : ActiveHours.Parse(reader.GetString(12), reader.GetString(13)),
        };
        return new FenceRow(
            new FenceVersion(
                reader.GetInt64(0), reader.GetString(1), reader.GetInt32(2), StoredTime.Utc(reader.GetDateTime(3)), StoredTime.Utc(reader.GetDateTime(4)),
                FenceShapeJson.Read(reader.GetString(5)), reader.GetDouble(6))
            {
                Terms = terms == FenceTerms.None ? FenceTerms.None : terms,
                TrackerIds = reader.IsDBNull(14) ? null : reader.GetFieldValue<long[]>(14).ToHashSet(),
            },
            new FenceChange(reader.GetInt64(0), reader.GetInt64(7), StoredTime.Utc(reader.GetDateTime(8))));
    }
}
