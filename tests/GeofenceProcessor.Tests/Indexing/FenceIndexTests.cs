using GeofenceProcessor.Indexing;
using Tracker.Data.Fences;
using Tracker.Geo.Fences;
using Tracker.Geo.Fences.Areas;

namespace GeofenceProcessor.Tests.Indexing;

public sealed class FenceIndexTests
{
    [Fact]
    public void Index_with_changes_finds_what_a_new_index_finds()
    {
        Random random = new(11);
        Dictionary<long, FenceVersion> fences = Enumerable.Range(1, 2_000).ToDictionary(id => (long)id, id => Fence(id, random));
        FenceIndex index = new(fences.Values);
        for (int round = 0; round < 400; round++)
        {
            FenceVersion changed = Fence(random.Next(1, 2_200), random);
            fences[changed.FenceId] = changed;
            index = index.With([changed]);
            if (round % 20 == 0)
            {
                AssertSame(new FenceIndex(fences.Values), index, random);
            }
        }

        AssertSame(new FenceIndex(fences.Values), index, random);
    }

    [Fact]
    public void Change_leaves_the_earlier_index_unchanged()
    {
        Random random = new(12);
        FenceVersion fence = Fence(1, random);
        FenceIndex before = new([fence]);
        FenceIndex after = before.With([fence with { Shape = new CircleShape(-40, -40, 10) }]);
        Assert.Same(before[1], Assert.Single(Find(before, ((CircleShape)fence.Shape).Longitude, ((CircleShape)fence.Shape).Latitude)).Fence);
        Assert.Empty(Find(after, ((CircleShape)fence.Shape).Longitude, ((CircleShape)fence.Shape).Latitude));
        Assert.Single(Find(after, -40, -40));
    }

    private static void AssertSame(FenceIndex expected, FenceIndex index, Random random)
    {
        Assert.Equal(expected.FenceCount, index.FenceCount);
        for (int i = 0; i < 100; i++)
        {
            (double x, double y) = (10 * random.NextDouble(), 10 * random.NextDouble());
            Assert.Equal(Found(expected, x, y), Found(index, x, y));
        }

        static IEnumerable<(long, double)> Found(FenceIndex of, double x, double y) =>
            Find(of, x, y).Select(version => (version.Fence.Id, ((CircleShape)version.Version.Shape).RadiusMetres)).Order();
    }

    private static List<IndexedVersion> Find(FenceIndex index, double x, double y)
    {
        List<IndexedVersion> found = [];
        index.Find(new Box(x, y, x, y), found);
        return found;
    }

    private static FenceVersion Fence(int id, Random random) => new(
        id, $"{id}", 1, FenceVersion.Always.From, FenceVersion.Always.To,
        new CircleShape(10 * random.NextDouble(), 10 * random.NextDouble(), 1_000 + (50_000 * random.NextDouble())), 20);
}
