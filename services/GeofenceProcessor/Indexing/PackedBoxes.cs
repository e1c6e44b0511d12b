using System.Numerics;
using System.Runtime.Intrinsics;
using Tracker.Geo.Fences.Areas;

namespace GeofenceProcessor.Indexing;

/// <summary>
/// A packed R-tree (sort-tile-recursive) in a single array. The boxes of a node's sixteen children lie together and are
/// compared eight at a time. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Sides are stored in single precision, which halves the memory to scan. Rounding preserves their order, so every
/// intersecting box is found; boxes that are apart by no more than the rounding error (two metres) may be found as well.
/// </remarks>
internal sealed class PackedBoxes<T>
{
    private const int Children = 16;

    // Per node: the west sides of its children, then their south, east and north sides.
    private const int SidesOfNode = 4 * Children;

    private readonly T[] _items;

    // Level by level: the nodes right above the items first, the root last. The sides of missing children are NaN, which intersect nothing.
    private readonly float[] _sides;
    private readonly int[] _levels;

    public PackedBoxes(IEnumerable<(Box Box, T Item)> items)
    {
        (Box Box, T Item)[] tiles = Tiled([.. items]);
        _items = [.. tiles.Select(tile => tile.Item)];
        List<Box[]> nodes = [];
        List<int> levels = [];
        Box[] boxes = [.. tiles.Select(tile => tile.Box)];
        do
        {
            Box[][] level = [.. boxes.Chunk(Children)];
            levels.Add(nodes.Count);
            nodes.AddRange(level);
            boxes = [.. level.Select(Around)];
        }
        while (boxes.Length > 1);

        _levels = [.. levels];
        _sides = new float[nodes.Count * SidesOfNode];
        Array.Fill(_sides, float.NaN);
        for (int node = 0; node < nodes.Count; node++)
        {
            Write(nodes[node], _sides.AsSpan(node * SidesOfNode, SidesOfNode));
        }
    }

    public int Count => _items.Length;

    /// <summary>Adds to <paramref name="found"/> each item whose box intersects the given box, up to rounding; once per box.</summary>
    public void Find(in Box around, List<T> found)
    {
        if (_items.Length > 0)
        {
            Find(around, _levels.Length - 1, 0, found);
        }
    }

    private void Find(in Box around, int level, int node, List<T> found)
    {
        ReadOnlySpan<float> sides = _sides.AsSpan((_levels[level] + node) * SidesOfNode, SidesOfNode);
        for (uint meeting = Meeting(sides, around); meeting != 0; meeting &= meeting - 1)
        {
            int child = (node * Children) + BitOperations.TrailingZeroCount(meeting);
            if (level == 0)
            {
                found.Add(_items[child]);
            }
            else
            {
                Find(around, level - 1, child, found);
            }
        }
    }

    // One bit per child whose box intersects the given box.
    private static uint Meeting(ReadOnlySpan<float> sides, in Box around)
    {
        Vector256<float> west = Vector256.Create((float)around.West);
        Vector256<float> south = Vector256.Create((float)around.South);
        Vector256<float> east = Vector256.Create((float)around.East);
        Vector256<float> north = Vector256.Create((float)around.North);
        uint meeting = 0;
        for (int child = 0; child < Children; child += Vector256<float>.Count)
        {
            Vector256<float> meets = Vector256.LessThanOrEqual(Vector256.Create(sides[child..]), east)
                & Vector256.LessThanOrEqual(Vector256.Create(sides[(child + Children)..]), north)
                & Vector256.GreaterThanOrEqual(Vector256.Create(sides[(child + (2 * Children))..]), west)
                & Vector256.GreaterThanOrEqual(Vector256.Create(sides[(child + (3 * Children))..]), south);
            meeting |= meets.ExtractMostSignificantBits() << child;
        }

        return meeting;
    }

    private static void Write(Box[] children, Span<float> sides)
    {
        for (int child = 0; child < children.Length; child++)
        {
            sides[child] = (float)children[child].West;
            sides[child + Children] = (float)children[child].South;
            sides[child + (2 * Children)] = (float)children[child].East;
            sides[child + (3 * Children)] = (float)children[child].North;
        }
    }

    // Slices from west to east, each sorted from south to north, so that neighbours share a node.
    private static (Box Box, T Item)[] Tiled((Box Box, T Item)[] items)
    {
        int slices = (int)Math.Ceiling(Math.Sqrt(items.Length / (double)Children));
        int perSlice = slices == 0 ? 0 : Children * (int)Math.Ceiling(items.Length / (double)(Children * slices));
        Array.Sort(items, static (one, other) => (one.Box.West + one.Box.East).CompareTo(other.Box.West + other.Box.East));
        for (int start = 0; start < items.Length; start += perSlice)
        {
            items.AsSpan(start, Math.Min(perSlice, items.Length - start))
                .Sort(static (one, other) => (one.Box.South + one.Box.North).CompareTo(other.Box.South + other.Box.North));
        }

        return items;
    }

    private static Box Around(Box[] boxes) => new(
        boxes.Min(box => box.West), boxes.Min(box => box.South), boxes.Max(box => box.East), boxes.Max(box => box.North));
}
