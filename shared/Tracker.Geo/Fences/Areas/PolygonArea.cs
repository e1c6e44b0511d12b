namespace Tracker.Geo.Fences.Areas;

internal sealed class PolygonArea : FenceArea
{
    // One region per polygon: polygons may overlap, and edge crossings counted over all of them would cancel out.
    private readonly Region[] _regions;

    public PolygonArea(PolygonShape shape)
    {
        _regions = [.. shape.Polygons.Select(polygon => new Region(polygon))];
        Boxes = [.. _regions.SelectMany(region => region.Boxes)];
    }

    public override IReadOnlyList<Box> Boxes { get; }

    public override bool Contains(in PreparedPoint point)
    {
        foreach (Region region in _regions)
        {
            if (region.Side(point.Longitude, point.Latitude) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    public override bool IsWithin(in PreparedPoint point, double metres)
    {
        if (Contains(point))
        {
            return true;
        }

        if (metres <= 0)
        {
            return false;
        }

        foreach (Region region in _regions)
        {
            if (NearEdges.AnyWithin(region.Edges, point, metres))
            {
                return true;
            }
        }

        return false;
    }

    public override bool IsCrossedBy(in PreparedPoint from, in PreparedPoint to)
    {
        Edge leg = Leg(from, to);
        foreach (Region region in _regions)
        {
            if (NearEdges.AnyIntersects(region.Edges, leg))
            {
                return true;
            }
        }

        return false;
    }
}
