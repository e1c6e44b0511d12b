namespace Tracker.Geo.Fences;

/// <summary>An edge, straight in longitude and latitude; its longitudes may lie beyond 180 where it crosses the antimeridian.</summary>
internal readonly record struct Edge(double FromX, double FromY, double ToX, double ToY)
{
    public double West => Math.Min(FromX, ToX);

    public double East => Math.Max(FromX, ToX);

    public double South => Math.Min(FromY, ToY);

    public double North => Math.Max(FromY, ToY);

    public Edge Eastwards => FromX <= ToX ? this : new Edge(ToX, ToY, FromX, FromY);

    public Edge Shifted(double longitudes) => new(FromX + longitudes, FromY, ToX + longitudes, ToY);

    /// <summary>Positive where the point lies left of the way from one end to the other, negative right, 0 on the line.</summary>
    public double Turn(double x, double y) => ((ToX - FromX) * (y - FromY)) - ((ToY - FromY) * (x - FromX));

    public bool Meets(in Edge other)
    {
        if (North < other.South || other.North < South || East < other.West || other.East < West)
        {
            return false;
        }

        return Turn(other.FromX, other.FromY) * Turn(other.ToX, other.ToY) <= 0
            && other.Turn(FromX, FromY) * other.Turn(ToX, ToY) <= 0;
    }
}
