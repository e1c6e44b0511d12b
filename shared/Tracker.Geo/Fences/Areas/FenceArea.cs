namespace Tracker.Geo.Fences.Areas;

/// <summary>
/// A shape made ready for many questions. Its border is inside, whatever the shape. Immutable; asked by many threads at once.
/// </summary>
public abstract class FenceArea
{
    /// <summary>Boxes of the map that hold the area; several where it reaches across the antimeridian.</summary>
    public abstract IReadOnlyList<Box> Boxes { get; }

    /// <summary>Whether the place is inside or on the border.</summary>
    public abstract bool Holds(in Place place);

    /// <summary>Whether the place is inside, or outside by at most <paramref name="metres"/>.</summary>
    public abstract bool Reaches(in Place place, double metres);

    /// <summary>
    /// Whether the way from one place to the other, straight in longitude and latitude and the shorter way around, touches
    /// the area at its border or within it. Asked of two places that are both outside.
    /// </summary>
    public abstract bool IsCrossed(in Place from, in Place to);

    /// <summary>The area of a shape that was checked (<see cref="FenceShapeRules"/>).</summary>
    public static FenceArea Of(FenceShape shape) => shape switch
    {
        CircleShape circle => new CircleArea(circle),
        PolygonShape polygons => new PolygonArea(polygons),
        CorridorShape corridor => new CorridorArea(corridor),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "No known shape."),
    };

    /// <summary>Boxes of the map that hold the way that <see cref="IsCrossed"/> asks about.</summary>
    public static IReadOnlyList<Box> BoxesOfWay(in Place from, in Place to)
    {
        Edge way = Way(from, to);
        return Box.Split(way.West, way.South, way.East, way.North);
    }

    /// <summary>The way between two places, its end moved by a turn where the antimeridian lies between them.</summary>
    internal static Edge Way(in Place from, in Place to) => new(
        from.Longitude,
        from.Latitude,
        to.Longitude + (360.0 * UnrolledRing.TurnsOfStep(to.Longitude - from.Longitude)),
        to.Latitude);
}
