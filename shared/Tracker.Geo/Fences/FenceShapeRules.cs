using Tracker.Geo.Geodesy;

namespace Tracker.Geo.Fences;

/// <summary>Validates shapes. A problem names the cause and the point.</summary>
/// <remarks>The polygons of one shape may overlap or touch; lines may cross.</remarks>
public static class FenceShapeRules
{
    /// <summary>The maximum number of points in a shape.</summary>
    public const int MaxPoints = 100_000;

    /// <summary>The maximum width of a corridor in metres.</summary>
    public const double MaxWidthMetres = 2_000_000;

    private const string Range = "longitude is -180 to 180 and comes first, latitude -90 to 90";

    /// <summary>Returns what is wrong with <paramref name="shape"/>; null if it is valid.</summary>
    public static string? Problem(FenceShape shape) => shape switch
    {
        CircleShape circle => ProblemOf(circle),
        PolygonShape polygons => TooManyPoints(polygons.Polygons.SelectMany(polygon => polygon.Rings)) ?? ProblemOf(polygons),
        CorridorShape corridor => TooManyPoints(corridor.Lines) ?? ProblemOf(corridor),
        _ => $"{shape.GetType().Name} is an unknown type of shape",
    };

    /// <summary>Returns <paramref name="shape"/> if it is valid.</summary>
    /// <exception cref="InvalidFenceException">The shape is invalid. The message names the cause and the point.</exception>
    public static FenceShape Check(FenceShape shape) =>
        Problem(shape) is { } problem ? throw new InvalidFenceException(problem) : shape;

    private static string? ProblemOf(CircleShape circle)
    {
        FencePoint centre = new(circle.Longitude, circle.Latitude);
        if (OutOfRange(centre))
        {
            return $"the centre {centre} is out of range: {Range}";
        }

        return circle.RadiusMetres > 0 && circle.RadiusMetres <= Earth.MaxDistanceMetres
            ? null
            : $"the radius of the circle at {centre} is {circle.RadiusMetres:R} m: it must be more than 0 and at most {Earth.MaxDistanceMetres:F0} m";
    }

    private static string? ProblemOf(PolygonShape shape)
    {
        if (shape.Polygons.Count == 0)
        {
            return "it has no polygons";
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
            return $"point {wrong + 1} {ring[wrong]} is out of range: {Range}";
        }

        if (ring.Distinct().Count() < 3)
        {
            return $"it has fewer than 3 different points{(ring.Length > 0 ? $", at {ring[0]}" : "")}";
        }

        if (ring[0] != ring[^1])
        {
            return $"the ring is open: its last point {ring[^1]} must repeat its first {ring[0]}";
        }

        return ProblemOf(UnrolledRing.OfRing(ring), ring[0]);
    }

    private static string? ProblemOf(UnrolledRing ring, FencePoint first)
    {
        if (Math.Abs(ring.Turns) > 1 || (ring.Turns == 0 && ring.East - ring.West > 360))
        {
            return $"it goes around the earth more than once, from {first} on";
        }

        return ring.Turns != 0 && Math.Abs(ring.PoleAreaSine) < 1e-9
            ? $"it goes around the earth, from {first} on, and halves it, so that neither side is the smaller one. Split it in two"
            : null;
    }

    private static string? ProblemOf(CorridorShape corridor)
    {
        if (!(corridor.WidthMetres > 0 && corridor.WidthMetres <= MaxWidthMetres))
        {
            return $"the corridor's width is {corridor.WidthMetres:R} m: it must be more than 0 and at most {MaxWidthMetres:F0} m";
        }

        for (int i = 0; i < corridor.Lines.Count; i++)
        {
            FencePoint[] line = corridor.Lines[i];
            string name = corridor.Lines.Count == 1 ? "line" : $"line {i + 1}";
            if (Array.FindIndex(line, OutOfRange) is var wrong and >= 0)
            {
                return $"{name}: point {wrong + 1} {line[wrong]} is out of range: {Range}";
            }

            if (line.Distinct().Count() < 2)
            {
                return $"{name}: it has fewer than 2 different points{(line.Length > 0 ? $", at {line[0]}" : "")}";
            }
        }

        return corridor.Lines.Count > 0 ? null : "it has no lines";
    }

    private static string? TooManyPoints(IEnumerable<FencePoint[]> parts) => parts.Sum(part => (long)part.Length) is var points and > MaxPoints
        ? $"it has {points} points, more than the maximum of {MaxPoints}: simplify it or split it into several fences"
        : null;

    private static bool OutOfRange(FencePoint point) => !(Math.Abs(point.Longitude) <= 180) || !(Math.Abs(point.Latitude) <= 90);
}
