namespace Tracker.Geo.Fences.Areas;

internal sealed class PolygonArea : FenceArea
{
    // Each polygon apart: they may overlap, and crossings counted over all of them would cancel out.
    private readonly Region[] _regions;

    public PolygonArea(PolygonShape shape)
    {
        _regions = [.. shape.Polygons.Select(polygon => new Region(polygon))];
        Boxes = [.. _regions.SelectMany(region => region.Boxes)];
    }

    public override IReadOnlyList<Box> Boxes { get; }

    public override bool Holds(in Place place)
    {
        foreach (Region region in _regions)
        {
            if (region.Side(place.Longitude, place.Latitude) >= 0)
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

        foreach (Region region in _regions)
        {
            if (NearEdges.AnyWithin(region.Edges, place, metres))
            {
                return true;
            }
        }

        return false;
    }

    public override bool IsCrossed(in Place from, in Place to)
    {
        Edge way = Way(from, to);
        foreach (Region region in _regions)
        {
            if (NearEdges.AnyMeets(region.Edges, way))
            {
                return true;
            }
        }

        return false;
    }
}
