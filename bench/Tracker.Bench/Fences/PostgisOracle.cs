using Npgsql;
using Tracker.Geo.Fences;
using Tracker.Geo.Fences.Areas;

namespace Tracker.Bench.Fences;

/// <summary>The result of a comparison with PostGIS.</summary>
/// <param name="Pairs">The number of pairs of a place and a fence.</param>
/// <param name="Inside">The number of pairs in which the place is inside.</param>
/// <param name="OnBorder">Different answers within a meter of the border, which is the accuracy of the comparison.</param>
/// <param name="Differences">Descriptions of other different answers.</param>
internal sealed record OracleVerdict(long Pairs, long Inside, long OnBorder, IReadOnlyList<string> Differences);

/// <summary>
/// Queries PostGIS for the same fences and places: circles on a sphere of the same radius, polygons split at the antimeridian.
/// </summary>
internal sealed class PostgisOracle(NpgsqlDataSource server)
{
    private const double BorderMetres = 1;
    private const int MaxDescribed = 20;

    // A sphere of the product's radius, which differs from PostGIS's default by 1.5 m per 1,000 km.
    private const string PrepareSql = """
        CREATE EXTENSION IF NOT EXISTS postgis;
        INSERT INTO spatial_ref_sys (srid, proj4text) VALUES (990001, '+proj=longlat +a=6371000 +b=6371000 +no_defs') ON CONFLICT (srid) DO NOTHING;
        """;

    private const string CircleSql = """
        SELECT ST_DWithin(c.centre, p.point, $3, false), abs(ST_Distance(c.centre, p.point, false) - $3)
        FROM (SELECT ST_SetSRID(ST_Point($1, $2), 990001)::geography AS centre) c,
             (SELECT n.i, ST_SetSRID(ST_Point(n.x, n.y), 990001)::geography AS point FROM unnest($4::float8[], $5::float8[]) WITH ORDINALITY AS n(x, y, i)) p
        ORDER BY p.i
        """;

    private const string PolygonSql = """
        WITH whole AS (
            SELECT CASE WHEN $2::text IS NULL THEN ST_GeomFromText($1) ELSE ST_Difference(ST_GeomFromText($1), ST_GeomFromText($2)) END AS g),
        cut AS MATERIALIZED (
            SELECT ST_CollectionExtract(ST_Collect(ARRAY[
                ST_Intersection(g, ST_MakeEnvelope(-180, -90, 180, 90)),
                ST_Translate(ST_Intersection(g, ST_MakeEnvelope(180, -90, 540, 90)), -360, 0),
                ST_Translate(ST_Intersection(g, ST_MakeEnvelope(-540, -90, -180, 90)), 360, 0)]), 3) AS g FROM whole)
        SELECT ST_Covers(cut.g, ST_Point(n.x, n.y)),
               ST_DistanceSphere(ST_ClosestPoint(ST_Boundary(cut.g), ST_Point(n.x, n.y)), ST_Point(n.x, n.y))
        FROM unnest($3::float8[], $4::float8[]) WITH ORDINALITY AS n(x, y, i), cut
        ORDER BY n.i
        """;

    /// <summary>Whether the extension is available on the server.</summary>
    public async Task<bool> IsAvailableAsync(CancellationToken ct)
    {
        await using NpgsqlCommand command = server.CreateCommand(
            "SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'postgis')");
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    public async Task<OracleVerdict> CompareAsync(int seed, int fences, int placesEach, CancellationToken ct)
    {
        await using (NpgsqlCommand prepare = server.CreateCommand(PrepareSql))
            await prepare.ExecuteNonQueryAsync(ct);
        OracleShapes shapes = new(seed);
        (long inside, long onBorder) = (0, 0);
        List<string> differences = [];
        for (int fence = 0; fence < fences; fence++)
        {
            OracleShape shape = shapes.Next(placesEach);
            FenceArea area = FenceArea.Of(FenceShapeRules.Check(shape.Shape));
            List<(bool Inside, double ToBorder)> answers = await AskAsync(shape, ct);
            for (int i = 0; i < answers.Count; i++)
            {
                (double longitude, double latitude) = shape.Places[i];
                bool ours = Contains(area, longitude, latitude);
                inside += ours ? 1 : 0;
                if (ours == answers[i].Inside)
                    continue;
                if (answers[i].ToBorder <= BorderMetres)
                    onBorder++;
                else if (differences.Count < MaxDescribed)
                    differences.Add(
                        $"fence {fence} of seed {seed}, ({longitude:R}, {latitude:R}): {ours}, PostGIS {answers[i].Inside}, "
                        + $"{answers[i].ToBorder:F1} m from the border; {FenceShapeJson.Write(shape.Shape)}");
            }
        }

        return new OracleVerdict((long)fences * placesEach, inside, onBorder, differences);
    }

    // Checks the bounding boxes first, as the service does.
    private static bool Contains(FenceArea area, double longitude, double latitude) =>
        area.Boxes.Any(box => box.Contains(longitude, latitude)) && area.Contains(new PreparedPoint(latitude, longitude));

    private async Task<List<(bool Inside, double ToBorder)>> AskAsync(OracleShape shape, CancellationToken ct)
    {
        double[] longitudes = [.. shape.Places.Select(point => point.Longitude)];
        double[] latitudes = [.. shape.Places.Select(point => point.Latitude)];
        await using NpgsqlCommand command = shape.Shape is CircleShape circle
            ? Command(CircleSql, circle.Longitude, circle.Latitude, circle.RadiusMetres, longitudes, latitudes)
            : Command(PolygonSql, shape.Outer!, (object?)shape.Hole ?? DBNull.Value, longitudes, latitudes);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(ct);
        List<(bool, double)> answers = [];
        while (await reader.ReadAsync(ct))
            answers.Add((reader.GetBoolean(0), reader.GetDouble(1)));
        return answers;
    }

    private NpgsqlCommand Command(string sql, params object[] parameters)
    {
        NpgsqlCommand command = server.CreateCommand(sql);
        command.CommandTimeout = 600;
        foreach (object parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return command;
    }
}
