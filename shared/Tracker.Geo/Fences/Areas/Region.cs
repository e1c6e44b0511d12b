namespace Tracker.Geo.Fences.Areas;

/// <summary>
/// The interior of a polygon on the cylinder of longitudes. A point is inside if a line due north crosses the edges an odd
/// number of times, or an even number of times if a ring encloses the north pole. Holes count like any other ring.
/// </summary>
internal sealed class Region
{
    private readonly bool _goesAround;
    private readonly double _west;
    private readonly double _east;
    private readonly InsideGrid _map;
    private readonly (bool North, bool South) _polesInside;
    private readonly (bool North, bool South) _polesOnBorder;

    /// <param name="polygon">A polygon that <see cref="FenceShapeRules"/> accepts: rings are closed and do not cross.</param>
    public Region(FencePolygon polygon)
        : this([.. polygon.Rings.Select(UnrolledRing.OfRing)])
    {
    }

    /// <param name="rings">The outer ring first.</param>
    public Region(IReadOnlyList<UnrolledRing> rings)
    {
        UnrolledRing outer = rings[0];
        (_west, _east) = (outer.West, outer.East);
        _goesAround = outer.Turns != 0 || _east - _west >= 360;
        Edge[] edges = [.. rings.SelectMany(EdgesOf)];
        Edges = new EdgeBands(edges);
        _polesInside = (rings.Count(ring => ring.EnclosesNorthPole) % 2 == 1, rings.Count(ring => ring.EnclosesSouthPole) % 2 == 1);
        _polesOnBorder = (rings.Any(ring => ring.Latitude.Contains(90)), rings.Any(ring => ring.Latitude.Contains(-90)));
        South = outer.EnclosesSouthPole ? -90 : outer.Latitude.Min();
        North = outer.EnclosesNorthPole ? 90 : outer.Latitude.Max();
        Boxes = BoxesOfAll();
        _map = new InsideGrid(new Box(_west, South, _east, North), edges, SideByEdges);
    }

    public EdgeBands Edges { get; }

    public double South { get; }

    public double North { get; }

    /// <summary>Bounding boxes that together cover the region.</summary>
    public IReadOnlyList<Box> Boxes { get; }

    /// <summary>1 inside, 0 on the border, -1 outside.</summary>
    /// <param name="longitude">Degrees, -180 to 180.</param>
    /// <param name="latitude">Degrees.</param>
    public int Side(double longitude, double latitude)
    {
        if (latitude < South || latitude > North)
        {
            return -1;
        }

        if (Math.Abs(latitude) >= 90)
        {
            return latitude > 0 ? PoleSide(_polesOnBorder.North, _polesInside.North) : PoleSide(_polesOnBorder.South, _polesInside.South);
        }

        if (_goesAround)
        {
            // Just west of the start, rounding moves the point to the end of the turn, where no edge continues. It belongs to the start.
            double around = longitude + (360 * Math.Ceiling((_west - longitude) / 360));
            return SideAt(around - _west >= 360 ? _west : Math.Max(_west, around), latitude);
        }

        int side = -1;
        for (int turn = -1; side < 0; turn++)
        {
            // Whole turns are added in one step, so that a corner's longitude remains exactly equal to the corner's.
            double x = longitude + (360.0 * turn);
            if (x > _east)
            {
                break;
            }

            side = x < _west ? -1 : SideAt(x, latitude);
        }

        return side;
    }

    // A pole is a single point, whatever its longitude.
    private static int PoleSide(bool onBorder, bool inside) => (onBorder, inside) switch { (true, _) => 0, (_, true) => 1, _ => -1 };

    private int SideAt(double x, double y) => _map.Side(x, y) is var side and not 0 ? side : SideByEdges(x, y);

    private int SideByEdges(double x, double y)
    {
        bool inside = _polesInside.North;
        foreach (ref readonly Edge edge in Edges.At(x))
        {
            double turn = edge.Orientation(x, y);
            if (turn == 0 && edge.FromX <= x && x <= edge.ToX && (edge.FromX < edge.ToX || (edge.South <= y && y <= edge.North)))
            {
                return 0;
            }

            // Half-open in longitude, so that a line through a corner counts it once.
            inside ^= (edge.FromX <= x) & (x < edge.ToX) & (turn < 0);
        }

        return inside ? 1 : -1;
    }

    private IEnumerable<Edge> EdgesOf(UnrolledRing ring)
    {
        IEnumerable<Edge> edges = (_goesAround ? ring.EdgesAround(_west) : ring.EdgesFrom(_west)).Select(edge => edge.Line);

        // If a ring spans the whole map, its sides along the antimeridian are a seam, not a border.
        return _east - _west == 360 ? edges.Where(edge => edge.West != edge.East || (edge.West != _west && edge.West != _east)) : edges;
    }

    private IReadOnlyList<Box> BoxesOfAll()
    {
        List<Box> boxes = [.. _goesAround ? [new Box(-180, South, 180, North)] : Box.Split(_west, South, _east, North)];
        if (!_goesAround && _polesOnBorder.North)
        {
            boxes.Add(new Box(-180, 90, 180, 90));
        }

        if (!_goesAround && _polesOnBorder.South)
        {
            boxes.Add(new Box(-180, -90, 180, -90));
        }

        return [.. boxes];
    }
}
