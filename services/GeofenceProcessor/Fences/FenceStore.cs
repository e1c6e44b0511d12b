using GeofenceProcessor.Judging;
using Npgsql;
using Tracker.Data.Fences;
using Tracker.Data.Scopes;

namespace GeofenceProcessor.Fences;

/// <summary>
/// The fences of a read's snapshot; loaded again only when their revision or the server's timeline differs: a replica that ran
/// ahead of a promoted one shows revisions that were never acknowledged, and the next one of that number is another.
/// </summary>
internal sealed class FenceStore
{
    private const string VersionsSql = """
        SELECT v.fence_id, f.key, v.version, v.valid_from, v.valid_to, v.shape, v.margin_m, v.revision, v.affects_from
        FROM geofence_versions v JOIN geofences f ON f.id = v.fence_id
        """;

    private (int? Timeline, FenceSnapshot Fences)? _latest;

    public async Task<FenceSnapshot> LoadAsync(ReadScope read, CancellationToken cancellationToken)
    {
        await using ReadCommand ask = read.Command("SELECT revision FROM geofence_revision");
        long revision = (long)(await ask.ExecuteScalarAsync(cancellationToken))!;
        if (_latest is { } known && known.Timeline == read.Route.Timeline && known.Fences.Revision == revision)
        {
            return known.Fences;
        }

        var versions = new List<(FenceVersion, long, DateTime)>();
        await using ReadCommand command = read.Command(VersionsSql);
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

        // Versions that are valid at no time belong to it too: what was judged by them is judged again.
        var fences = new FenceSnapshot(revision, new FenceIndex(versions.Select(row => row.Item1)), versions);
        _latest = (read.Route.Timeline, fences);
        return fences;
    }

    private static DateTime Utc(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);
}
