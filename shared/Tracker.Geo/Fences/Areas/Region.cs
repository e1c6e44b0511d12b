namespace Tracker.Geo.Fences.Areas;

/// <summary>
/// What rings enclose, on the cylinder of longitudes: inside where a way due north crosses their edges an odd number of
/// times, or an even one where a ring goes around the north pole. A hole's ring counts like any other.
/// </summary>
internal sealed class Region
{
    private readonly bool _goesAround;
    private readonly double _west;
    private readonly double _east;
    private readonly SideMap _map;
    private readonly (bool North, bool South) _polesInside;
    private readonly (bool North, bool South) _polesOnBorder;

    /// <param name="polygon">Checked (<see cref="FenceShapeRules"/>): rings closed, none crossing.</param>
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
        _polesInside = (rings.Count(ring => ring.HoldsNorthPole) % 2 == 1, rings.Count(ring => ring.HoldsSouthPole) % 2 == 1);
        _polesOnBorder = (rings.Any(ring => ring.Latitude.Contains(90)), rings.Any(ring => ring.Latitude.Contains(-90)));
        South = outer.HoldsSouthPole ? -90 : outer.Latitude.Min();
        North = outer.HoldsNorthPole ? 90 : outer.Latitude.Max();
        Boxes = BoxesOfAll();
        _map = new SideMap(new Box(_west, South, _east, North), edges, SideByEdges);
    }

    public EdgeBands Edges { get; }

    public double South { get; }

    public double North { get; }

    /// <summary>Boxes of the map that hold it.</summary>
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
            // A hair west of the beginning, rounding makes it the end, where no edge goes on: that is the beginning.
            double around = longitude + (360 * Math.Ceiling((_west - longitude) / 360));
            return SideAt(around - _west >= 360 ? _west : Math.Max(_west, around), latitude);
        }

        int side = -1;
        for (int turn = -1; side < 0; turn++)
        {
            // Whole turns are added at once: at a corner's longitude it stays exactly the corner's.
            double x = longitude + (360.0 * turn);
            if (x > _east)
            {
                break;
            }

            side = x < _west ? -1 : SideAt(x, latitude);
        }

        return side;
    }

    // A pole is one place, whatever its longitude.
    private static int PoleSide(bool onBorder, bool inside) => onBorder ? 0 : inside ? 1 : -1;

    private int SideAt(double x, double y) => _map.Side(x, y) is var side and not 0 ? side : SideByEdges(x, y);

    private int SideByEdges(double x, double y)
    {
        bool inside = _polesInside.North;
        foreach (ref readonly Edge edge in Edges.At(x))
        {
            double turn = edge.Turn(x, y);
            if (turn == 0 && edge.FromX <= x && x <= edge.ToX && (edge.FromX < edge.ToX || (edge.South <= y && y <= edge.North)))
            {
                return 0;
            }

            // Half-open in longitude, so that a way through a corner counts it once.
            inside ^= (edge.FromX <= x) & (x < edge.ToX) & (turn < 0);
        }

        return inside ? 1 : -1;
    }

    private IEnumerable<Edge> EdgesOf(UnrolledRing ring)
    {
        IEnumerable<Edge> edges = (_goesAround ? ring.EdgesAround(_west) : ring.EdgesFrom(_west)).Select(edge => edge.Line);

        // Where a ring spans the whole map, its sides at both ends of it are a seam and no border.
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
