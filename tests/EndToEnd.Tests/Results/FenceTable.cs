using Tracker.Data.Fences;

namespace EndToEnd.Tests.Results;

/// <summary>Fences and their versions in the database; each change is one transaction with a revision of its own.</summary>
internal sealed class FenceTable(ResultStore results)
{
    private const string AddSql = """
        WITH changed AS (UPDATE geofence_revision SET revision = revision + 1 RETURNING revision),
        added AS (INSERT INTO geofences (key, name) SELECT * FROM unnest($1::text[], $1::text[]) RETURNING id, key)
        INSERT INTO geofence_versions (fence_id, version, valid_from, valid_to, shape, margin_m, revision, affects_from)
        SELECT a.id, 1, $4, 'infinity', n.shape::jsonb, n.margin, c.revision, $4
        FROM unnest($1::text[], $2::text[], $3::float8[]) AS n(key, shape, margin) JOIN added a ON a.key = n.key, changed c
        """;

    private const string EndSql = """
        WITH changed AS (UPDATE geofence_revision SET revision = revision + 1 RETURNING revision)
        UPDATE geofence_versions v SET valid_to = $2, revision = c.revision, affects_from = $2
        FROM changed c, geofences f WHERE f.key = $1 AND v.fence_id = f.id AND v.valid_from < $2 AND v.valid_to > $2
        """;

    private const string ChangeSql = """
        WITH changed AS (UPDATE geofence_revision SET revision = revision + 1 RETURNING revision),
        ended AS (UPDATE geofence_versions v SET valid_to = $2, revision = c.revision, affects_from = $2
                  FROM changed c, geofences f WHERE f.key = $1 AND v.fence_id = f.id AND v.valid_to = 'infinity' RETURNING v.*)
        INSERT INTO geofence_versions (fence_id, version, valid_from, valid_to, shape, margin_m, revision, affects_from)
        SELECT fence_id, version + 1, $2, 'infinity', $3::jsonb, $4, revision, $2 FROM ended
        """;

    /// <summary>Adds what a GeoJSON file holds, valid always.</summary>
    public async Task ImportAsync(string path)
    {
        await using FileStream file = File.OpenRead(path);
        await AddAsync(FenceVersion.Always.From, [.. GeoJsonFences.Read(file)]);
    }

    public Task AddAsync(DateTime validFrom, params FenceDefinition[] fences) => results.ExecuteAsync(
        AddSql,
        fences.Select(fence => fence.Key).ToArray(),
        fences.Select(fence => FenceShapeJson.Write(fence.Shape)).ToArray(),
        fences.Select(fence => fence.EffectiveMarginMetres).ToArray(),
        validFrom);

    public Task EndAsync(string key, DateTime at) => results.ExecuteAsync(EndSql, key, at);

    public Task ChangeAsync(string key, DateTime at, FenceShape shape, double marginMetres) =>
        results.ExecuteAsync(ChangeSql, key, at, FenceShapeJson.Write(shape), marginMetres);
}
