using Tracker.Geo.Geodesy;

namespace Tracker.Geo.Fences;

/// <summary>Which shapes are refused, with the reason and the place.</summary>
/// <remarks>Polygons of one shape may overlap or touch; lines may cross.</remarks>
public static class FenceShapeRules
{
    /// <summary>The most points that a shape may have, altogether.</summary>
    public const int MostPoints = 100_000;

    /// <summary>Metres; the greatest width of a corridor.</summary>
    public const double GreatestWidthMetres = 2_000_000;

    private const string Range = "longitude is -180 to 180 and comes first, latitude -90 to 90";

    /// <summary>Why <paramref name="shape"/> is refused; null where it is fine.</summary>
    public static string? Problem(FenceShape shape) => shape switch
    {
        CircleShape circle => ProblemOf(circle),
        PolygonShape polygons => Crowd(polygons.Polygons.SelectMany(polygon => polygon.Rings)) ?? ProblemOf(polygons),
        CorridorShape corridor => Crowd(corridor.Lines) ?? ProblemOf(corridor),
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
            return $"the centre {centre} is out of range: {Range}";
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

    private static string? ProblemOf(UnrolledRing ring, FencePoint first) =>
        Math.Abs(ring.Turns) > 1 || (ring.Turns == 0 && ring.East - ring.West > 360) ? $"it goes around the earth more than once, from {first} on"
        : ring.Turns != 0 && Math.Abs(ring.PoleAreaSine) < 1e-9
            ? $"it goes around the earth, from {first} on, and halves it: which side is meant can't be told. Cut it in two"
        : null;

    private static string? ProblemOf(CorridorShape corridor)
    {
        if (!(corridor.WidthMetres > 0 && corridor.WidthMetres <= GreatestWidthMetres))
        {
            return $"the corridor's width is {corridor.WidthMetres:R} m: it must be more than 0 and at most {GreatestWidthMetres:F0} m";
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

        return corridor.Lines.Count > 0 ? null : "there is no line in it";
    }

    private static string? Crowd(IEnumerable<FencePoint[]> parts) => parts.Sum(part => (long)part.Length) is var points and > MostPoints
        ? $"it has {points} points, and {MostPoints} are the most: simplify it, or cut it into several fences"
        : null;

    private static bool OutOfRange(FencePoint point) => !(Math.Abs(point.Longitude) <= 180) || !(Math.Abs(point.Latitude) <= 90);
}
