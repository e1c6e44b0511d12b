using Tracker.Bench.Cluster;
using Tracker.Geo.Fences;

namespace Tracker.Bench.Stages;

/// <summary>Creates random circles and polygons in the simulated fleet's town, reproducible for the same count.</summary>
internal static class FenceSetup
{
    private const double CentreLatitude = 48.2082;
    private const double CentreLongitude = 16.3738;
    private const double HalfWidthMetres = 5_000;
    private const double MetresPerDegree = 111_195;
    private const int Corners = 8;

    private const string InsertSql = """
        WITH changed AS (UPDATE geofence_revision SET revision = revision + 1 RETURNING revision),
        added AS (INSERT INTO geofences (key, name) SELECT key, key FROM unnest($1::text[]) AS n(key) RETURNING id, key)
        INSERT INTO geofence_versions (fence_id, version, valid_from, valid_to, shape, margin_m, revision, affects_from)
        SELECT a.id, 1, '-infinity', 'infinity', n.shape::jsonb, n.margin, c.revision, '-infinity'
        FROM unnest($1::text[], $2::text[], $3::float8[]) AS n(key, shape, margin) JOIN added a ON a.key = n.key, changed c
        """;

    public static Task CreateAsync(BenchCluster cluster, int count, CancellationToken ct) => CreateAsync(cluster, Shapes(count), ct);

    /// <summary>Replaces all fences. The new ones are valid for reports of any time.</summary>
    public static async Task CreateAsync(BenchCluster cluster, FenceShape[] shapes, CancellationToken ct)
    {
        await cluster.ExecuteAsync("TRUNCATE geofence_versions, geofences", ct);
        await cluster.ExecuteAsync(
            InsertSql,
            ct,
            Enumerable.Range(1, shapes.Length).Select(i => $"fence-{i}").ToArray(),
            shapes.Select(FenceShapeJson.Write).ToArray(),
            shapes.Select(shape => shape.DefaultMarginMetres).ToArray());
    }

    internal static FenceShape[] Shapes(int count)
    {
        Random random = new(count);
        double metresPerDegreeEast = MetresPerDegree * Math.Cos(CentreLatitude * Math.PI / 180);
        return [.. Enumerable.Range(0, count).Select(Shape)];

        FenceShape Shape(int i)
        {
            double latitude = CentreLatitude + (Offset() / MetresPerDegree);
            double longitude = CentreLongitude + (Offset() / metresPerDegreeEast);
            double radius = 50 + (350 * random.NextDouble());
            return i % 2 == 0 ? new CircleShape(latitude, longitude, radius) : Star(latitude, longitude, radius);
        }

        double Offset() => HalfWidthMetres * ((2 * random.NextDouble()) - 1);

        // The distances of the vertices vary, so that the polygon is not convex.
        PolygonShape Star(double latitude, double longitude, double radius)
        {
            FencePoint[] ring = [.. Enumerable.Range(0, Corners).Select(corner =>
            {
                (double sin, double cos) = Math.SinCos(Math.Tau * corner / Corners);
                double reach = radius * (0.5 + (0.5 * random.NextDouble()));
                return new FencePoint(longitude + (reach * cos / metresPerDegreeEast), latitude + (reach * sin / MetresPerDegree));
            })];
            return new PolygonShape([new FencePolygon([.. ring, ring[0]], [])]);
        }
    }
}
