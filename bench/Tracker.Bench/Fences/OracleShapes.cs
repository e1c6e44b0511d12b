using System.Globalization;
using Tracker.Geo.Fences;

namespace Tracker.Bench.Fences;

/// <summary>
/// A random fence as in a file, and an independent definition for PostGIS: rings on a plane that extends beyond the antimeridian,
/// and up to the pole if they enclose it. PostGIS splits them.
/// </summary>
/// <param name="Shape">The fence.</param>
/// <param name="Outer">The outer ring as WKT; null for a circle.</param>
/// <param name="Hole">The hole as WKT; null if there is none.</param>
/// <param name="Places">The longitudes and latitudes to query, many of them near the border.</param>
internal sealed record OracleShape(FenceShape Shape, string? Outer, string? Hole, (double Longitude, double Latitude)[] Places);

/// <summary>Random fences and places on the whole globe, reproducible for a seed.</summary>
internal sealed class OracleShapes(int seed)
{
    private readonly Random _random = new(seed);

    public OracleShape Next(int places) => _random.Next(5) switch
    {
        0 => Circle(places),
        1 => Star(places, _random.Next(2) == 0 ? 180 : -180, 10),
        2 => Split(places),
        3 => Cap(places),
        _ => Star(places, Between(-170, 170), 60),
    };

    private OracleShape Circle(int places)
    {
        double radius = Math.Pow(10, Between(1, 6.7));
        CircleShape circle = new(Latitude(), Wrapped(_random.Next(2) == 0 ? Between(178, 182) : Between(-180, 180)), radius);
        double degrees = radius / 111_195;
        return new OracleShape(circle, null, null, Places(places, () => Destination(circle, degrees * Between(0.9, 1.1)), circle.Latitude));
    }

    // A ring that is not convex, possibly with a hole.
    private OracleShape Star(int places, double middle, double most)
    {
        double latitude = Between(-60, 60);
        double reach = Math.Min(most, Between(0.001, 25));
        (double X, double Y)[] outer = Ring(middle, latitude, reach);
        (double X, double Y)[] hole = Ring(middle, latitude, reach * 0.25);
        bool pierced = _random.Next(2) == 0;
        return new OracleShape(
            new PolygonShape([new FencePolygon(Points(outer), pierced ? [Points(hole)] : [])]),
            Wkt(outer),
            pierced ? Wkt(hole) : null,
            Places(places, () => Near(_random.Next(2) == 0 || !pierced ? outer : hole), latitude));
    }

    // One polygon on each side of the antimeridian, as RFC 7946 specifies.
    private OracleShape Split(int places)
    {
        double south = Between(-80, 70);
        double north = south + Between(0.01, 10);
        double west = 180 - Between(0.001, 40);
        double east = 180 + Between(0.001, 40);
        (double X, double Y)[] whole = Closed([(west, south), (east, south), (east, north), (west, north)]);
        return new OracleShape(
            new PolygonShape(
            [
                new FencePolygon(
                    Closed([(west, south), (180, south), (180, north), (west, north)]).Select(
                        point => new FencePoint(point.X, point.Y)).ToArray(),
                    []),
                new FencePolygon(
                    Closed([(-180, south), (east - 360, south), (east - 360, north), (-180, north)]).Select(
                        point => new FencePoint(point.X, point.Y)).ToArray(),
                    []),
            ]),
            Wkt(whole),
            null,
            Places(places, () => Near(whole), south));
    }

    // A ring around a pole, possibly with a hole.
    private OracleShape Cap(int places)
    {
        double pole = _random.Next(2) == 0 ? 90 : -90;
        double start = Between(-180, 180);
        (double X, double Y)[] outer = Around(pole, start, Between(12, 40));
        (double X, double Y)[] hole = Around(pole, start, Between(2, 7));
        bool pierced = _random.Next(2) == 0;
        return new OracleShape(
            new PolygonShape([new FencePolygon(Points(outer), pierced ? [Points(Turned(hole))] : [])]),
            Wkt(Poleward(outer, pole)),
            pierced ? Wkt(Poleward(hole, pole)) : null,
            Places(places, () => Near(_random.Next(2) == 0 || !pierced ? outer : hole), pole * 0.8));
    }

    private (double X, double Y)[] Around(double pole, double start, double fromPole)
    {
        int corners = _random.Next(5, 60);
        (double X, double Y)[] ring = new (double, double)[corners + 1];
        for (int i = 0; i < corners; i++)
        {
            ring[i] = (start + (360.0 * i / corners), pole - (Math.Sign(pole) * fromPole * Between(0.8, 1.2)));
        }

        ring[corners] = (start + 360, ring[0].Y);
        return ring;
    }

    // The same ring, starting at a different vertex.
    private (double X, double Y)[] Turned((double X, double Y)[] ring)
    {
        int first = _random.Next(ring.Length - 1);
        return Closed([.. ring[first..^1], .. ring[..first]]);
    }

    private static (double X, double Y)[] Poleward((double X, double Y)[] ring, double pole) =>
        [.. ring, (ring[^1].X, pole), (ring[0].X, pole), ring[0]];

    private (double X, double Y)[] Ring(double x, double y, double reach)
    {
        int corners = _random.Next(3, 80);
        return Closed([.. Enumerable.Range(0, corners).Select(i =>
        {
            (double sin, double cos) = Math.SinCos(Math.Tau * i / corners);
            double distance = reach * Between(0.6, 1);
            return (x + (distance * cos), y + (distance * sin));
        })]);
    }

    private static (double X, double Y)[] Closed((double X, double Y)[] corners) => [.. corners, corners[0]];

    private (double Longitude, double Latitude)[] Places(int count, Func<(double X, double Y)> near, double latitude) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
        {
            (double x, double y) = i % 4 == 3 ? (Between(-180, 180), latitude + Between(-15, 15)) : near();
            return (Wrapped(x), Math.Clamp(y, -90, 90));
        }),
    ];

    // Near a point on an edge, at distances of several magnitudes.
    private (double X, double Y) Near((double X, double Y)[] ring)
    {
        int edge = _random.Next(1, ring.Length);
        double along = _random.NextDouble();
        double off = Math.Pow(10, Between(-6, 1)) * (_random.Next(2) == 0 ? 1 : -1);
        return (
            ring[edge - 1].X + (along * (ring[edge].X - ring[edge - 1].X)) + (off * Between(-1, 1)),
            ring[edge - 1].Y + (along * (ring[edge].Y - ring[edge - 1].Y)) + (off * Between(-1, 1)));
    }

    private (double X, double Y) Destination(CircleShape circle, double degrees)
    {
        (double sinBearing, double cosBearing) = Math.SinCos(Between(0, Math.Tau));
        (double sin, double cos) = Math.SinCos(degrees * Math.PI / 180);
        (double sinLatitude, double cosLatitude) = Math.SinCos(circle.Latitude * Math.PI / 180);
        double latitude = Math.Asin(Math.Clamp((sinLatitude * cos) + (cosLatitude * sin * cosBearing), -1, 1));
        double longitude = Math.Atan2(sinBearing * sin * cosLatitude, cos - (sinLatitude * Math.Sin(latitude)));
        return (circle.Longitude + (longitude * 180 / Math.PI), latitude * 180 / Math.PI);
    }

    private static FencePoint[] Points((double X, double Y)[] ring)
    {
        FencePoint[] points = [.. ring.Select(point => new FencePoint(Wrapped(point.X), point.Y))];
        points[^1] = points[0];
        return points;
    }

    private static double Wrapped(double longitude) => Math.Clamp(longitude - (360 * Math.Floor((longitude + 180) / 360)), -180, 180);

    private static string Wkt((double X, double Y)[] ring) =>
        $"POLYGON(({string.Join(',', ring.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:R} {point.Y:R}")))}))";

    private double Latitude() => _random.Next(3) switch
    {
        0 => 90 - Math.Pow(10, Between(-4, 1)),
        1 => -90 + Math.Pow(10, Between(-4, 1)),
        _ => Between(-89, 89),
    };

    private double Between(double least, double most) => least + ((most - least) * _random.NextDouble());
}
