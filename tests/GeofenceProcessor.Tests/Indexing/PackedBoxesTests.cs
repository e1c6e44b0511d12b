using GeofenceProcessor.Indexing;
using Tracker.Geo.Fences.Areas;

namespace GeofenceProcessor.Tests.Indexing;

public sealed class PackedBoxesTests
{
    // The greatest distance between two neighbouring single-precision values.
    private const double RoundingDegrees = 1.6e-5;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(5_000)]
    public void Intersecting_boxes_are_found_once_and_none_farther_apart_than_rounding(int count)
    {
        Random random = new(count);
        Box[] boxes = [.. Enumerable.Range(0, count).Select(_ => Random(random))];
        PackedBoxes<int> packed = new(boxes.Select((box, i) => (box, i)));
        Assert.Equal(count, packed.Count);
        foreach (Box around in Enumerable.Range(0, 300).Select(_ => Random(random)).Concat(boxes.Take(300).SelectMany(Touching)))
        {
            List<int> found = [];
            packed.Find(around, found);
            Box wider = new(around.West - RoundingDegrees, around.South - RoundingDegrees, around.East + RoundingDegrees, around.North + RoundingDegrees);
            Assert.Distinct(found);
            Assert.Subset(found.ToHashSet(), Meeting(boxes, around));
            Assert.Subset(Meeting(boxes, wider), found.ToHashSet());
        }
    }

    private static HashSet<int> Meeting(Box[] boxes, Box around) => [.. Enumerable.Range(0, boxes.Length).Where(i => boxes[i].Intersects(around))];

    // Corners, points on the sides, and boxes that share only a corner.
    private static IEnumerable<Box> Touching(Box box) =>
    [
        new(box.West, box.South, box.West, box.South),
        new(box.East, box.North, box.East, box.North),
        new(box.East, (box.South + box.North) / 2, box.East, (box.South + box.North) / 2),
        new((box.West + box.East) / 2, box.South, (box.West + box.East) / 2, box.South),
        new(-180, -90, box.West, box.South),
        new(box.East, box.North, 180, 90),
    ];

    // Many small boxes close together, some that reach around the earth, and points.
    private static Box Random(Random random)
    {
        double size = random.Next(4) switch { 0 => 0, 1 => 100, _ => 0.01 };
        double west = random.Next(8) switch { 0 => -180, 1 => 179.9, _ => 16 + random.NextDouble() };
        double south = random.Next(8) switch { 0 => -90, 1 => 89.9, _ => 48 + random.NextDouble() };
        return random.Next(50) == 0
            ? new Box(-180, south, 180, south)
            : new Box(west, south, Math.Min(180, west + (size * random.NextDouble())), Math.Min(90, south + (size * random.NextDouble())));
    }
}
