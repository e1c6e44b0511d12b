using Tracker.Data.Fences.Areas;

namespace GeofenceProcessor.Indexing;

/// <summary>
/// Items found by their boxes: a tree in one array, packed so that each node's sixteen children lie together
/// (sort-tile-recursive). Immutable; asked by many threads at once.
/// </summary>
internal sealed class PackedBoxes<T>
{
    private const int Children = 16;

    private readonly T[] _items;

    // Level by level: the items' own boxes first, the root last.
    private readonly Box[] _boxes;
    private readonly int[] _levels;

    public PackedBoxes(IEnumerable<(Box Box, T Item)> items)
    {
        (Box Box, T Item)[] tiles = Tiled([.. items]);
        _items = [.. tiles.Select(tile => tile.Item)];
        List<Box> boxes = [.. tiles.Select(tile => tile.Box)];
        List<int> levels = [0];
        while (boxes.Count - levels[^1] > 1)
        {
            int from = levels[^1];
            int end = boxes.Count;
            levels.Add(end);
            for (int first = from; first < end; first += Children)
            {
                boxes.Add(Around(boxes, first, Math.Min(first + Children, end)));
            }
        }

        _boxes = [.. boxes];
        _levels = [.. levels];
    }

    public int Count => _items.Length;

    /// <summary>Adds to <paramref name="found"/> each item whose box meets the one given; once a box.</summary>
    public void Find(in Box around, List<T> found)
    {
        if (_items.Length > 0)
        {
            Find(around, _levels.Length - 1, _levels[^1], _boxes.Length, found);
        }
    }

    private void Find(in Box around, int level, int from, int to, List<T> found)
    {
        for (int i = from; i < to; i++)
        {
            if (!_boxes[i].Meets(around))
            {
                continue;
            }

            if (level == 0)
            {
                found.Add(_items[i]);
                continue;
            }

            int below = _levels[level - 1];
            int first = below + ((i - _levels[level]) * Children);
            Find(around, level - 1, first, Math.Min(first + Children, _levels[level]), found);
        }
    }

    // Slices from west to east, each sorted from south to north, so that neighbours become siblings.
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

    private static Box Around(List<Box> boxes, int first, int end)
    {
        Box around = boxes[first];
        for (int i = first + 1; i < end; i++)
        {
            Box box = boxes[i];
            around = new Box(
                Math.Min(around.West, box.West), Math.Min(around.South, box.South), Math.Max(around.East, box.East), Math.Max(around.North, box.North));
        }

        return around;
    }
}
