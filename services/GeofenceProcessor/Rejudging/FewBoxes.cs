using Tracker.Geo.Fences.Areas;

namespace GeofenceProcessor.Rejudging;

/// <summary>At most sixteen boxes that hold many: each holds neighbours.</summary>
internal static class FewBoxes
{
    private const int Slices = 4;

    public static IReadOnlyList<Box> Around(IReadOnlyCollection<Box> boxes) => boxes.Count <= Slices * Slices
        ? [.. boxes.Distinct()]
        : [.. boxes.OrderBy(box => box.West + box.East).Chunk(Part(boxes.Count))
            .SelectMany(slice => slice.OrderBy(box => box.South + box.North).Chunk(Part(slice.Length)))
            .Select(Hull)];

    /// <summary>The one box that holds all.</summary>
    public static Box Hull(IReadOnlyCollection<Box> boxes) =>
        new(boxes.Min(box => box.West), boxes.Min(box => box.South), boxes.Max(box => box.East), boxes.Max(box => box.North));

    private static int Part(int count) => (count + Slices - 1) / Slices;
}
