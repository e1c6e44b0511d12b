namespace Tracker.Geo.Fences;

/// <summary>An edge of a polygon's ring, in the order of a sweep from west to east and, along each meridian, from south to north.</summary>
/// <param name="ring">The number of the ring; 0 is the outer ring.</param>
/// <param name="index">The number of the edge in its ring.</param>
/// <param name="count">The number of edges in the ring.</param>
/// <param name="line">The edge in the direction of the ring.</param>
internal sealed class RingEdge(int ring, int index, int count, Edge line)
{
    private readonly bool _runsBack = line.FromX > line.ToX || (line.FromX == line.ToX && line.FromY > line.ToY);

    public int Ring => ring;

    public int Index => index;

    /// <summary>The end that the sweep reaches first.</summary>
    public (double X, double Y) First => _runsBack ? (line.ToX, line.ToY) : (line.FromX, line.FromY);

    /// <summary>The end that the sweep reaches last.</summary>
    public (double X, double Y) Last => _runsBack ? (line.FromX, line.FromY) : (line.ToX, line.ToY);

    /// <summary>Infinite if the edge runs along a meridian.</summary>
    public double Slope => line.FromX == line.ToX ? double.PositiveInfinity : (line.ToY - line.FromY) / (line.ToX - line.FromX);

    /// <summary>Whether the whole edge is a single point: a pole.</summary>
    public bool IsPole => line.FromY == line.ToY && Math.Abs(line.FromY) == 90;

    /// <summary>
    /// The height of a point above the edge (west of it if the edge runs along a meridian), in approximate degrees; 0 on
    /// the edge.
    /// </summary>
    public double HeightOf((double X, double Y) point)
    {
        double height = line.Orientation(point.X, point.Y) / (Math.Abs(line.ToX - line.FromX) + Math.Abs(line.ToY - line.FromY));
        return _runsBack ? -height : height;
    }

    /// <summary>Whether this edge lies above another one that is on the sweep line and that it does not cross.</summary>
    public bool LiesAbove(RingEdge other)
    {
        double atFirst = other.HeightOf(First);
        double atLast = Last.CompareTo(other.Last) <= 0 ? other.HeightOf(Last) : -HeightOf(other.Last);

        // If an end touches the other edge, rounding may put it on the wrong side, so the end that is farther away decides.
        return (Math.Abs(atFirst) >= Math.Abs(atLast) ? atFirst : atLast) > 0;
    }

    /// <summary>
    /// The point where this edge crosses another one, touches another one of its own ring, or overlaps any other; null if
    /// there is none.
    /// </summary>
    public FencePoint? Collision(RingEdge other)
    {
        (Edge one, Edge two) = (line, other.Line);
        if (one.North < two.South || two.North < one.South || (ring == other.Ring && index == other.Index))
        {
            return null;
        }

        double startOfOne = two.Orientation(one.FromX, one.FromY);
        double endOfOne = two.Orientation(one.ToX, one.ToY);
        double startOfTwo = one.Orientation(two.FromX, two.FromY);
        double endOfTwo = one.Orientation(two.ToX, two.ToY);
        if (startOfOne == 0 && endOfOne == 0 && startOfTwo == 0 && endOfTwo == 0)
        {
            return OnOneLine(other);
        }

        // Two straight edges that share a corner have no other point in common.
        if (IsNextTo(other) || startOfOne * endOfOne > 0 || startOfTwo * endOfTwo > 0)
        {
            return null;
        }

        bool touch = startOfOne * endOfOne == 0 || startOfTwo * endOfTwo == 0;
        if (touch && ring != other.Ring)
        {
            return null;
        }

        double along = startOfOne / (startOfOne - endOfOne);
        return OnMap(one.FromX + (along * (one.ToX - one.FromX)), one.FromY + (along * (one.ToY - one.FromY)));
    }

    /// <summary>Normalizes a longitude to -180 to 180.</summary>
    public static FencePoint OnMap(double x, double latitude) =>
        new(x is >= -180 and <= 180 ? x : x - (360 * Math.Floor((x + 180) / 360)), latitude);

    private Edge Line => line;

    // On the same line: an overlap is always an error; a shared point is one only within a ring and not between neighbours.
    private FencePoint? OnOneLine(RingEdge other)
    {
        (Edge one, Edge two) = (line, other.Line);
        bool steep = one.East - one.West < one.North - one.South;
        double from = steep ? Math.Max(one.South, two.South) : Math.Max(one.West, two.West);
        double to = steep ? Math.Min(one.North, two.North) : Math.Min(one.East, two.East);
        return from < to || (from == to && ring == other.Ring && !IsNextTo(other)) ? OnMap(two.FromX, two.FromY) : null;
    }

    private bool IsNextTo(RingEdge other) =>
        ring == other.Ring && (Math.Abs(index - other.Index) == 1 || Math.Abs(index - other.Index) == count - 1);
}
