using GeofenceProcessor.Judging;
using Npgsql;
using Tracker.Data.Fences;
using Tracker.Data.Scopes;

namespace GeofenceProcessor.Fences;

/// <summary>The fences of a read's snapshot; loaded again only when their revision differs.</summary>
internal sealed class FenceStore
{
    private const string VersionsSql = """
        SELECT v.fence_id, f.key, v.version, v.valid_from, v.valid_to, v.shape, v.margin_m, v.revision, v.affects_from
        FROM geofence_versions v JOIN geofences f ON f.id = v.fence_id
        WHERE v.valid_from < v.valid_to
        """;

    private FenceSnapshot? _latest;

    public async Task<FenceSnapshot> LoadAsync(ReadScope read, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand ask = read.Command("SELECT revision FROM geofence_revision");
        long revision = (long)(await ask.ExecuteScalarAsync(cancellationToken))!;
        if (_latest is { } known && known.Revision == revision)
        {
            return known;
        }

        var versions = new List<(FenceVersion, long, DateTime)>();
        await using NpgsqlCommand command = read.Command(VersionsSql);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            versions.Add((
                new FenceVersion(
                    reader.GetInt64(0), reader.GetString(1), reader.GetInt32(2), Utc(reader.GetDateTime(3)), Utc(reader.GetDateTime(4)),
                    FenceShapeJson.Read(reader.GetString(5)), reader.GetDouble(6)),
                reader.GetInt64(7),
                Utc(reader.GetDateTime(8))));
        }

        _latest = new FenceSnapshot(revision, new FenceIndex(versions.Select(row => row.Item1)), versions);
        return _latest;
    }

    private static DateTime Utc(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);
}
