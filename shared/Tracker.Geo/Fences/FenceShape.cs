namespace Tracker.Geo.Fences;

/// <summary>
/// The area of a fence: a <see cref="CircleShape"/>, a <see cref="PolygonShape"/> or a <see cref="CorridorShape"/>. Its
/// border counts as inside.
/// A shape from outside is checked with <see cref="FenceShapeRules"/> before it is stored.
/// </summary>
public abstract record FenceShape
{
    /// <summary>Metres a tracker may be outside before it counts as gone, where the fence does not say.</summary>
    public abstract double DefaultMarginMetres { get; }
}

/// <summary>All places within a distance of a centre.</summary>
/// <param name="Latitude">Degrees, WGS 84, of the centre.</param>
/// <param name="Longitude">Degrees, WGS 84, of the centre.</param>
/// <param name="RadiusMetres">Metres; a place at exactly this distance is inside.</param>
public sealed record CircleShape(double Latitude, double Longitude, double RadiusMetres) : FenceShape
{
    /// <summary>20 m or a tenth of the radius, whichever is more.</summary>
    public override double DefaultMarginMetres => Math.Max(20, RadiusMetres / 10);
}

/// <summary>
/// One polygon or several: a place is inside where any of them holds it. Edges are straight in longitude and latitude
/// (RFC 7946). A step of more than 180 degrees of longitude crosses the antimeridian; a ring that goes around the earth
/// encloses a pole, the one on its smaller side. Two shapes are equal when all their points are.
/// </summary>
/// <param name="Polygons">At least one.</param>
public sealed record PolygonShape(IReadOnlyList<FencePolygon> Polygons) : FenceShape
{
    /// <summary>20 m.</summary>
    public override double DefaultMarginMetres => 20;

    /// <summary>Whether all points of both are the same, in the same order.</summary>
    public bool Equals(PolygonShape? other) => other is not null && Polygons.SequenceEqual(other.Polygons);

    /// <inheritdoc/>
    public override int GetHashCode() => Polygons.Aggregate(Polygons.Count, HashCode.Combine);
}

/// <summary>
/// All places within half a width of a line or several, which are straight in longitude and latitude as edges are; a step
/// of more than 180 degrees of longitude crosses the antimeridian. Two shapes are equal when all their points are.
/// </summary>
/// <param name="Lines">At least one, each of at least two points.</param>
/// <param name="WidthMetres">Metres from side to side; a place at exactly half of it is inside.</param>
public sealed record CorridorShape(IReadOnlyList<FencePoint[]> Lines, double WidthMetres) : FenceShape
{
    /// <summary>20 m.</summary>
    public override double DefaultMarginMetres => 20;

    /// <summary>Whether the width and all points of both are the same, in the same order.</summary>
    public bool Equals(CorridorShape? other) =>
        other is not null
        && WidthMetres.Equals(other.WidthMetres)
        && Lines.Count == other.Lines.Count
        && Lines.Zip(other.Lines).All(lines => lines.First.AsSpan().SequenceEqual(lines.Second));

    /// <inheritdoc/>
    public override int GetHashCode() => Lines.SelectMany(line => line).Aggregate(WidthMetres.GetHashCode(), HashCode.Combine);
}

/// <summary>A ring and the holes in it. Either direction of the points is fine. A hole's border counts as inside the fence.</summary>
/// <param name="Outer">The closed outer ring: at least four points, the last one equal to the first.</param>
/// <param name="Holes">Closed rings within the outer one; none cross.</param>
public sealed record FencePolygon(FencePoint[] Outer, IReadOnlyList<FencePoint[]> Holes)
{
    /// <summary>The outer ring, then the holes.</summary>
    public IEnumerable<FencePoint[]> Rings => [Outer, .. Holes];

    /// <summary>Whether all points of both are the same, in the same order.</summary>
    public bool Equals(FencePolygon? other) =>
        other is not null
        && Holes.Count == other.Holes.Count
        && Rings.Zip(other.Rings).All(rings => rings.First.AsSpan().SequenceEqual(rings.Second));

    /// <inheritdoc/>
    public override int GetHashCode() => Outer.Aggregate(Holes.Count, HashCode.Combine);
}

/// <summary>A corner of a polygon, longitude first as in GeoJSON.</summary>
/// <param name="Longitude">Degrees, WGS 84, -180 to 180.</param>
/// <param name="Latitude">Degrees, WGS 84, -90 to 90.</param>
public readonly record struct FencePoint(double Longitude, double Latitude)
{
    /// <summary>The point as error messages name a place: <c>(longitude, latitude)</c>.</summary>
    public override string ToString() => $"({Longitude:R}, {Latitude:R})";
}
