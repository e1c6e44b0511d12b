using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using Tracker.Data.Fences;
using Tracker.Data.Geodesy;

namespace GeofenceProcessor.Judging;

internal sealed class PolygonArea : FenceArea
{
    private static readonly PreparedGeometryFactory Preparation = new();

    // Each polygon apart: NetTopologySuite counts crossings over all rings, so that overlapping polygons would cancel out.
    private readonly PreparedPolygon[] _polygons;

    public PolygonArea(PolygonShape shape)
    {
        _polygons = [.. shape.Polygons.Select(polygon => (PreparedPolygon)Preparation.Create(Planar(polygon)))];
        Boxes = [.. _polygons.Select(polygon => polygon.Geometry.EnvelopeInternal)];
        foreach (PreparedPolygon polygon in _polygons)
        {
            // The first question builds the index of the edges: asked here, not by several threads at once.
            polygon.PointLocator.Locate(polygon.Geometry.Coordinate);
        }
    }

    public override IReadOnlyList<Envelope> Boxes { get; }

    public override bool Holds(in Place place)
    {
        foreach (PreparedPolygon polygon in _polygons)
        {
            if (polygon.Geometry.EnvelopeInternal.Contains(place.Coordinate)
                && polygon.PointLocator.Locate(place.Coordinate) != Location.Exterior)
            {
                return true;
            }
        }

        return false;
    }

    public override bool Reaches(in Place place, double metres)
    {
        if (Holds(place))
        {
            return true;
        }

        if (metres <= 0)
        {
            return false;
        }

        IReadOnlyList<Envelope> around = SurroundingBoxes.Of(place.Latitude, place.Longitude, metres);
        foreach (PreparedPolygon polygon in _polygons)
        {
            if (around.Any(polygon.Geometry.EnvelopeInternal.Intersects) && BorderIsWithin((Polygon)polygon.Geometry, place, metres))
            {
                return true;
            }
        }

        return false;
    }

    private static bool BorderIsWithin(Polygon polygon, in Place place, double metres)
    {
        if (RingIsWithin(polygon.ExteriorRing, place, metres))
        {
            return true;
        }

        foreach (LineString hole in polygon.InteriorRings)
        {
            if (RingIsWithin(hole, place, metres))
            {
                return true;
            }
        }

        return false;
    }

    private static bool RingIsWithin(LineString ring, in Place place, double metres)
    {
        CoordinateSequence points = ring.CoordinateSequence;
        for (int i = 1; i < points.Count; i++)
        {
            if (DistanceToEdge(place, points.GetX(i - 1), points.GetY(i - 1), points.GetX(i), points.GetY(i)) <= metres)
            {
                return true;
            }
        }

        return false;
    }

    // The nearest point of an edge that is straight in longitude and latitude, found in a plane scaled at the place, where
    // short distances are true.
    private static double DistanceToEdge(in Place place, double fromX, double fromY, double toX, double toY)
    {
        double startX = Longitudes.Difference(place.Longitude, fromX) * place.CosLatitude;
        double startY = fromY - place.Latitude;
        double alongX = (toX - fromX) * place.CosLatitude;
        double alongY = toY - fromY;
        double length = (alongX * alongX) + (alongY * alongY);
        double share = length == 0 ? 0 : Math.Clamp(-((startX * alongX) + (startY * alongY)) / length, 0, 1);
        return Earth.DistanceMetres(place.Latitude, place.Longitude, fromY + (share * (toY - fromY)), fromX + (share * (toX - fromX)));
    }

    private static Polygon Planar(FencePolygon polygon) => new(Ring(polygon.Outer), [.. polygon.Holes.Select(Ring)]);

    private static LinearRing Ring(FencePoint[] points) => new([.. points.Select(point => new Coordinate(point.Longitude, point.Latitude))]);
}
