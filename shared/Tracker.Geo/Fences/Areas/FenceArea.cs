namespace Tracker.Geo.Fences.Areas;

/// <summary>A fence shape prepared for repeated spatial tests. Points on the border are inside. Immutable and thread-safe.</summary>
public abstract class FenceArea
{
    /// <summary>Bounding boxes that together cover the area, in degrees; several if the area crosses the antimeridian.</summary>
    public abstract IReadOnlyList<Box> Boxes { get; }

    /// <summary>Whether the point is inside or on the border.</summary>
    public abstract bool Contains(in PreparedPoint point);

    /// <summary>Whether the point is inside the area or at most <paramref name="metres"/> metres outside it.</summary>
    public abstract bool IsWithin(in PreparedPoint point, double metres);

    /// <summary>
    /// Whether the leg from one point to the other touches the area. A leg is straight in longitude and latitude and takes
    /// the shorter way around the earth. Both points must be outside the area.
    /// </summary>
    public abstract bool IsCrossedBy(in PreparedPoint from, in PreparedPoint to);

    /// <summary>Prepares a shape that <see cref="FenceShapeRules"/> accepts.</summary>
    public static FenceArea Of(FenceShape shape) => shape switch
    {
        CircleShape circle => new CircleArea(circle),
        PolygonShape polygons => new PolygonArea(polygons),
        CorridorShape corridor => new CorridorArea(corridor),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "Unknown type of shape."),
    };

    /// <summary>Bounding boxes that together cover the leg of <see cref="IsCrossedBy"/>, in degrees.</summary>
    public static IReadOnlyList<Box> BoxesOfLeg(in PreparedPoint from, in PreparedPoint to)
    {
        Edge leg = Leg(from, to);
        return Box.Split(leg.West, leg.South, leg.East, leg.North);
    }

    /// <summary>The leg between two points. If it crosses the antimeridian, the longitude of its end is beyond ±180.</summary>
    internal static Edge Leg(in PreparedPoint from, in PreparedPoint to) => new(
        from.Longitude,
        from.Latitude,
        to.Longitude + (360.0 * UnrolledRing.TurnsOfStep(to.Longitude - from.Longitude)),
        to.Latitude);
}
