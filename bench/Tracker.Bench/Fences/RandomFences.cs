using Tracker.Geo.Fences;

namespace Tracker.Bench.Fences;

/// <summary>Random fences and places in a square of 40 km, reproducible for the same counts.</summary>
internal static class RandomFences
{
    private const double CentreLatitude = 48.2082;
    private const double CentreLongitude = 16.3738;
    private const double HalfWidthMetres = 20_000;
    private const double MetresPerDegree = 111_195;

    private static readonly double MetresPerDegreeEast = MetresPerDegree * Math.Cos(CentreLatitude * Math.PI / 180);

    /// <summary>Circles with radii of 50 to 400 m.</summary>
    public static FenceShape[] Circles(int count)
    {
        Random random = new(count);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            (double latitude, double longitude) = Place(random);
            return new CircleShape(latitude, longitude, 50 + (350 * random.NextDouble()));
        })];
    }

    /// <summary>Polygons 1 to 4 km across. The distances of the vertices vary, so that the polygons are not convex.</summary>
    public static FenceShape[] Polygons(int count, int corners)
    {
        Random random = new(count + corners);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            (double latitude, double longitude) = Place(random);
            double radius = 500 + (1_500 * random.NextDouble());
            FencePoint[] ring = [.. Enumerable.Range(0, corners).Select(corner =>
            {
                (double sin, double cos) = Math.SinCos(Math.Tau * corner / corners);
                double reach = radius * (0.7 + (0.3 * random.NextDouble()));
                return new FencePoint(longitude + (reach * cos / MetresPerDegreeEast), latitude + (reach * sin / MetresPerDegree));
            })];
            return new PolygonShape([new FencePolygon([.. ring, ring[0]], [])]);
        })];
    }

    public static (double Latitude, double Longitude)[] Places(int count)
    {
        Random random = new(-count);
        return [.. Enumerable.Range(0, count).Select(_ => Place(random))];
    }

    private static (double Latitude, double Longitude) Place(Random random) => (
        CentreLatitude + (HalfWidthMetres * ((2 * random.NextDouble()) - 1) / MetresPerDegree),
        CentreLongitude + (HalfWidthMetres * ((2 * random.NextDouble()) - 1) / MetresPerDegreeEast));
}
