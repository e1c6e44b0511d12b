namespace Tracker.Geo.Fences;

/// <summary>An edge of one of a polygon's rings, as a sweep from west to east, and along each meridian from south to north, meets it.</summary>
/// <param name="ring">0 is the outer ring.</param>
/// <param name="index">The edge's number in its ring.</param>
/// <param name="count">The edges of the ring.</param>
/// <param name="line">As the ring runs.</param>
internal sealed class RingEdge(int ring, int index, int count, Edge line)
{
    private readonly bool _runsBack = line.FromX > line.ToX || (line.FromX == line.ToX && line.FromY > line.ToY);

    public int Ring => ring;

    public int Index => index;

    /// <summary>Its end that the sweep meets first.</summary>
    public (double X, double Y) First => _runsBack ? (line.ToX, line.ToY) : (line.FromX, line.FromY);

    /// <summary>Its end that the sweep meets last.</summary>
    public (double X, double Y) Last => _runsBack ? (line.FromX, line.FromY) : (line.ToX, line.ToY);

    /// <summary>Infinite where it runs along a meridian.</summary>
    public double Slope => line.FromX == line.ToX ? double.PositiveInfinity : (line.ToY - line.FromY) / (line.ToX - line.FromX);

    /// <summary>Whether all of it is one place, a pole.</summary>
    public bool IsPole => line.FromY == line.ToY && Math.Abs(line.FromY) == 90;

    /// <summary>How far a point lies above it (west of it where it runs along a meridian), in about degrees; 0 on it.</summary>
    public double HeightOf((double X, double Y) point)
    {
        double height = line.Turn(point.X, point.Y) / (Math.Abs(line.ToX - line.FromX) + Math.Abs(line.ToY - line.FromY));
        return _runsBack ? -height : height;
    }

    /// <summary>Whether it lies above another one that it does not cross and that the sweep has met before and not left yet.</summary>
    public bool LiesAbove(RingEdge other)
    {
        double atFirst = other.HeightOf(First);
        double atLast = Last.CompareTo(other.Last) <= 0 ? other.HeightOf(Last) : -HeightOf(other.Last);

        // Where one of the ends touches, rounding may put it on the wrong side: the end that is farther away decides.
        return (Math.Abs(atFirst) >= Math.Abs(atLast) ? atFirst : atLast) > 0;
    }

    /// <summary>Where it crosses another one, touches another one of its own ring, or shares more than a point with any; null where it does not.</summary>
    public FencePoint? Collision(RingEdge other)
    {
        (Edge one, Edge two) = (line, other.Line);
        if (one.North < two.South || two.North < one.South || (ring == other.Ring && index == other.Index))
        {
            return null;
        }

        double startOfOne = two.Turn(one.FromX, one.FromY);
        double endOfOne = two.Turn(one.ToX, one.ToY);
        double startOfTwo = one.Turn(two.FromX, two.FromY);
        double endOfTwo = one.Turn(two.ToX, two.ToY);
        if (startOfOne == 0 && endOfOne == 0 && startOfTwo == 0 && endOfTwo == 0)
        {
            return OnOneLine(other);
        }

        // Two straight edges that share a corner have nothing else in common.
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

    /// <summary>A place whose longitude may lie beyond 180, as it is written.</summary>
    public static FencePoint OnMap(double x, double latitude) =>
        new(x is >= -180 and <= 180 ? x : x - (360 * Math.Floor((x + 180) / 360)), latitude);

    private Edge Line => line;

    // On one line: sharing a stretch is wrong everywhere, sharing a point only within a ring and not for neighbours.
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
