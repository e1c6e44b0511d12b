namespace Tracker.Geo.Fences.Areas;

/// <summary>Everything within half a width of a line.</summary>
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

    public override bool Holds(in Place place) => Reaches(place, 0);

    public override bool Reaches(in Place place, double metres) => NearEdges.AnyWithin(_edges, place, _halfWidth + metres);

    // Two straight lines that do not meet are nearest where one of them ends.
    public override bool IsCrossed(in Place from, in Place to)
    {
        Edge way = Way(from, to);
        if (NearEdges.AnyMeets(_edges, way))
        {
            return true;
        }

        foreach (ref readonly Edge edge in _edges.Between(_edges.West, _edges.East))
        {
            if (EndIsNear(edge.FromX, edge.FromY, way) || EndIsNear(edge.ToX, edge.ToY, way))
            {
                return true;
            }
        }

        return Holds(from) || Holds(to);
    }

    private bool EndIsNear(double x, double y, in Edge way) => EdgeDistance.IsWithin(new Place(y, Math.IEEERemainder(x, 360)), way, _halfWidth);

    // The reach in longitude is greatest where the line comes nearest to a pole.
    private static IReadOnlyList<Box> Around(UnrolledRing line, double metres)
    {
        double south = line.Latitude.Min();
        double north = line.Latitude.Max();
        double across = Surroundings.LongitudeReach(Math.Max(Math.Abs(south), Math.Abs(north)), metres);
        double along = Surroundings.LatitudeReach(metres);
        return Box.Split(line.West - across, Math.Max(-90, south - along), line.East + across, Math.Min(90, north + along));
    }
}
