namespace Tracker.Geo.Fences.Areas;

/// <summary>All points within half a width of a line.</summary>
internal sealed class CorridorArea : FenceArea
{
    private readonly double _halfWidth;
    private readonly EdgeBands _edges;

    public CorridorArea(CorridorShape corridor)
    {
        _halfWidth = corridor.WidthMetres / 2;
        UnrolledRing[] lines = [.. corridor.Lines.Select(UnrolledRing.OfLine)];
        _edges = new EdgeBands([.. lines.SelectMany(line => line.EdgesFrom(-180)).Select(edge => edge.Line)]);
        Boxes = [.. lines.SelectMany(line => Around(line, _halfWidth))];
    }

    public override IReadOnlyList<Box> Boxes { get; }

    public override bool Contains(in PreparedPoint point) => IsWithin(point, 0);

    public override bool IsWithin(in PreparedPoint point, double metres) => NearEdges.AnyWithin(_edges, point, _halfWidth + metres);

    // Two straight lines that do not intersect are nearest at an end of one of them.
    public override bool IsCrossedBy(in PreparedPoint from, in PreparedPoint to)
    {
        Edge leg = Leg(from, to);
        if (NearEdges.AnyIntersects(_edges, leg))
        {
            return true;
        }

        foreach (ref readonly Edge edge in _edges.Between(_edges.West, _edges.East))
        {
            if (EndIsNear(edge.FromX, edge.FromY, leg) || EndIsNear(edge.ToX, edge.ToY, leg))
            {
                return true;
            }
        }

        return Contains(from) || Contains(to);
    }

    private bool EndIsNear(double x, double y, in Edge leg) => EdgeDistance.IsWithin(new PreparedPoint(y, Math.IEEERemainder(x, 360)), leg, _halfWidth);

    // A distance spans the most longitude where the line comes nearest to a pole.
    private static IReadOnlyList<Box> Around(UnrolledRing line, double metres)
    {
        double south = line.Latitude.Min();
        double north = line.Latitude.Max();
        double across = SearchBox.DegreesOfLongitude(Math.Max(Math.Abs(south), Math.Abs(north)), metres);
        double along = SearchBox.DegreesOfLatitude(metres);
        return Box.Split(line.West - across, Math.Max(-90, south - along), line.East + across, Math.Min(90, north + along));
    }
}
