namespace Tracker.Geo.Fences;

/// <summary>An edge, straight in longitude and latitude. Its longitudes may be beyond ±180 if it crosses the antimeridian.</summary>
internal readonly record struct Edge(double FromX, double FromY, double ToX, double ToY)
{
    public double West => Math.Min(FromX, ToX);

    public double East => Math.Max(FromX, ToX);

    public double South => Math.Min(FromY, ToY);

    public double North => Math.Max(FromY, ToY);

    public Edge Eastwards => FromX <= ToX ? this : new Edge(ToX, ToY, FromX, FromY);

    public Edge Shifted(double longitudes) => new(FromX + longitudes, FromY, ToX + longitudes, ToY);

    /// <summary>Positive if the point is left of the edge, negative if right, 0 on its line.</summary>
    public double Orientation(double x, double y) => ((ToX - FromX) * (y - FromY)) - ((ToY - FromY) * (x - FromX));

    public bool Intersects(in Edge other)
    {
        if (North < other.South || other.North < South || East < other.West || other.East < West)
        {
            return false;
        }

        return Orientation(other.FromX, other.FromY) * Orientation(other.ToX, other.ToY) <= 0
            && other.Orientation(FromX, FromY) * other.Orientation(ToX, ToY) <= 0;
    }
}
