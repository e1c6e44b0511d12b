namespace Tracker.Geo.Fences;

/// <summary>
/// The geometry of a fence: a <see cref="CircleShape"/>, a <see cref="PolygonShape"/> or a <see cref="CorridorShape"/>.
/// Points on the border are inside. Validate input with <see cref="FenceShapeRules"/> before you store it.
/// </summary>
public abstract record FenceShape
{
    /// <summary>Metres that a tracker may be outside before it counts as having left, unless the fence sets its own margin.</summary>
    public abstract double DefaultMarginMetres { get; }
}

/// <summary>All points within a distance of a centre.</summary>
/// <param name="Latitude">Latitude of the centre in degrees, WGS 84.</param>
/// <param name="Longitude">Longitude of the centre in degrees, WGS 84.</param>
/// <param name="RadiusMetres">Radius in metres; a point at exactly this distance is inside.</param>
public sealed record CircleShape(double Latitude, double Longitude, double RadiusMetres) : FenceShape
{
    /// <summary>20 m or a tenth of the radius, whichever is greater.</summary>
    public override double DefaultMarginMetres => Math.Max(20, RadiusMetres / 10);
}

/// <summary>
/// One or more polygons: a point is inside if any of them contains it. Edges are straight in longitude and latitude (RFC
/// 7946). A step of more than 180 degrees of longitude crosses the antimeridian. A ring that goes around the earth encloses
/// the pole on its smaller side. Two shapes are equal if all their points are equal.
/// </summary>
/// <param name="Polygons">At least one.</param>
public sealed record PolygonShape(IReadOnlyList<FencePolygon> Polygons) : FenceShape
{
    /// <summary>20 m.</summary>
    public override double DefaultMarginMetres => 20;

    /// <summary>Whether both have the same points in the same order.</summary>
    public bool Equals(PolygonShape? other) => other is not null && Polygons.SequenceEqual(other.Polygons);

    /// <inheritdoc/>
    public override int GetHashCode() => Polygons.Aggregate(Polygons.Count, HashCode.Combine);
}

/// <summary>
/// All points within half a width of one or more lines. Lines are straight in longitude and latitude, like edges; a step of
/// more than 180 degrees of longitude crosses the antimeridian. Two shapes are equal if all their points are equal.
/// </summary>
/// <param name="Lines">At least one line, each with at least two points.</param>
/// <param name="WidthMetres">Width in metres from side to side; a point at exactly half of it is inside.</param>
public sealed record CorridorShape(IReadOnlyList<FencePoint[]> Lines, double WidthMetres) : FenceShape
{
    /// <summary>20 m.</summary>
    public override double DefaultMarginMetres => 20;

    /// <summary>Whether both have the same width and the same points in the same order.</summary>
    public bool Equals(CorridorShape? other) =>
        other is not null
        && WidthMetres.Equals(other.WidthMetres)
        && Lines.Count == other.Lines.Count
        && Lines.Zip(other.Lines).All(lines => lines.First.AsSpan().SequenceEqual(lines.Second));

    /// <inheritdoc/>
    public override int GetHashCode() => Lines.SelectMany(line => line).Aggregate(WidthMetres.GetHashCode(), HashCode.Combine);
}

/// <summary>An outer ring and its holes. Points may run in either direction. The border of a hole is inside the fence.</summary>
/// <param name="Outer">The closed outer ring: at least four points, the last equal to the first.</param>
/// <param name="Holes">Closed rings inside the outer ring. They do not cross it or each other.</param>
public sealed record FencePolygon(FencePoint[] Outer, IReadOnlyList<FencePoint[]> Holes)
{
    /// <summary>The outer ring, then the holes.</summary>
    public IEnumerable<FencePoint[]> Rings => [Outer, .. Holes];

    /// <summary>Whether both have the same points in the same order.</summary>
    public bool Equals(FencePolygon? other) =>
        other is not null
        && Holes.Count == other.Holes.Count
        && Rings.Zip(other.Rings).All(rings => rings.First.AsSpan().SequenceEqual(rings.Second));

    /// <inheritdoc/>
    public override int GetHashCode() => Outer.Aggregate(Holes.Count, HashCode.Combine);
}

/// <summary>A vertex of a polygon or a line, longitude first as in GeoJSON.</summary>
/// <param name="Longitude">Degrees, WGS 84, -180 to 180.</param>
/// <param name="Latitude">Degrees, WGS 84, -90 to 90.</param>
public readonly record struct FencePoint(double Longitude, double Latitude)
{
    /// <summary>Formats the point as error messages do: <c>(longitude, latitude)</c>.</summary>
    public override string ToString() => $"({Longitude:R}, {Latitude:R})";
}
