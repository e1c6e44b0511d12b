using Tracker.Geo.Fences.Areas;

namespace GeofenceProcessor.Recomputing;

/// <summary>Covers many boxes with at most sixteen, each of which covers neighbours.</summary>
internal static class BoxCover
{
    private const int Slices = 4;

    public static IReadOnlyList<Box> Of(IReadOnlyCollection<Box> boxes) => boxes.Count <= Slices * Slices
        ? [.. boxes.Distinct()]
        : [.. boxes.OrderBy(box => box.West + box.East).Chunk(Part(boxes.Count))
            .SelectMany(slice => slice.OrderBy(box => box.South + box.North).Chunk(Part(slice.Length)))
            .Select(Hull)];

    /// <summary>The smallest box that covers all boxes.</summary>
    public static Box Hull(IReadOnlyCollection<Box> boxes) =>
        new(boxes.Min(box => box.West), boxes.Min(box => box.South), boxes.Max(box => box.East), boxes.Max(box => box.North));

    private static int Part(int count) => (count + Slices - 1) / Slices;
}
