using Tracker.Data.Geodesy;

namespace Tracker.Data.Fences;

/// <summary>Which shapes are refused, with the reason and the place.</summary>
/// <remarks>
/// Polygons of one shape may overlap or touch. An edge that spans more than 180 degrees of longitude is refused for now:
/// it can't be told from one across the antimeridian; RFC 7946 (3.1.9) asks to cut such a polygon in two there, and
/// polygons that are cut work.
/// </remarks>
public static class FenceShapeRules
{
    /// <summary>Why <paramref name="shape"/> is refused; null where it is fine.</summary>
    public static string? Problem(FenceShape shape) => shape switch
    {
        CircleShape circle => ProblemOf(circle),
        PolygonShape polygons => ProblemOf(polygons),
        _ => $"a {shape.GetType().Name} is no known shape",
    };

    /// <summary>Returns <paramref name="shape"/> where it is fine.</summary>
    /// <exception cref="InvalidFenceException">It is not; the message is the reason and the place.</exception>
    public static FenceShape Check(FenceShape shape) =>
        Problem(shape) is { } problem ? throw new InvalidFenceException(problem) : shape;

    private static string? ProblemOf(CircleShape circle)
    {
        FencePoint centre = new(circle.Longitude, circle.Latitude);
        if (OutOfRange(centre))
        {
            return $"the centre {centre} is out of range: longitude is -180 to 180 and comes first, latitude -90 to 90";
        }

        return circle.RadiusMetres > 0 && circle.RadiusMetres <= Earth.LongestDistanceMetres
            ? null
            : $"the radius of the circle at {centre} is {circle.RadiusMetres:R} m: it must be more than 0 and at most {Earth.LongestDistanceMetres:F0} m";
    }

    private static string? ProblemOf(PolygonShape shape)
    {
        if (shape.Polygons.Count == 0)
        {
            return "there is no polygon in it";
        }

        for (int i = 0; i < shape.Polygons.Count; i++)
        {
            if (ProblemOf(shape.Polygons[i]) is { } problem)
            {
                return shape.Polygons.Count == 1 ? problem : $"polygon {i + 1}: {problem}";
            }
        }

        return null;
    }

    private static string? ProblemOf(FencePolygon polygon)
    {
        int index = 0;
        foreach (FencePoint[] ring in polygon.Rings)
        {
            if (ProblemOf(ring) is { } problem)
            {
                return $"{RingCrossings.NameOf(index)}: {problem}";
            }

            index++;
        }

        return RingCrossings.Problem(polygon);
    }

    private static string? ProblemOf(FencePoint[] ring)
    {
        if (Array.FindIndex(ring, OutOfRange) is var wrong and >= 0)
        {
            return $"point {wrong + 1} {ring[wrong]} is out of range: longitude is -180 to 180 and comes first, latitude -90 to 90";
        }

        if (ring.Distinct().Count() < 3)
        {
            return $"it has fewer than 3 different points{(ring.Length > 0 ? $", at {ring[0]}" : "")}";
        }

        if (ring[0] != ring[^1])
        {
            return $"the ring is open: its last point {ring[^1]} must repeat its first {ring[0]}";
        }

        for (int i = 1; i < ring.Length; i++)
        {
            if (Math.Abs(ring[i].Longitude - ring[i - 1].Longitude) > 180)
            {
                return $"the edge from {ring[i - 1]} to {ring[i]} spans more than 180 degrees of longitude, "
                    + "as if it crossed the antimeridian: cut the polygon in two there (RFC 7946, 3.1.9)";
            }
        }

        return null;
    }

    private static bool OutOfRange(FencePoint point) => !(Math.Abs(point.Longitude) <= 180) || !(Math.Abs(point.Latitude) <= 90);
}
