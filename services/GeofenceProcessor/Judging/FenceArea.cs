using NetTopologySuite.Geometries;
using Tracker.Data.Fences;

namespace GeofenceProcessor.Judging;

/// <summary>A shape made ready for many questions. Immutable; asked by many threads at once.</summary>
internal abstract class FenceArea
{
    /// <summary>Boxes (x longitude, y latitude) that hold the area; several where one would reach across the antimeridian.</summary>
    public abstract IReadOnlyList<Envelope> Boxes { get; }

    /// <summary>Whether the place is inside or on the border.</summary>
    public abstract bool Holds(in Place place);

    /// <summary>Whether the place is inside, or outside by at most <paramref name="metres"/>.</summary>
    public abstract bool Reaches(in Place place, double metres);

    public static FenceArea Of(FenceShape shape) => shape switch
    {
        CircleShape circle => new CircleArea(circle),
        PolygonShape polygons => new PolygonArea(polygons),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "No known shape."),
    };
}
