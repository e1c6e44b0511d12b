using Tracker.Drills.Checking;

namespace Tracker.Drills.Tests.Checking;

/// <summary>A primary and two replicas in a few lines: what a real one would show, without one.</summary>
public sealed class RandomHistoryTests
{
    private const int Sessions = 8;
    private const int Keys = 5;

    [Fact]
    public void Sessions_that_read_the_primary_violate_nothing()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            Assert.Equal(new Violations(), Run(seed, (_, log) => log.Count).Violations);
        }
    }

    [Fact]
    public void Sessions_that_read_at_least_what_they_know_violate_nothing()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            Assert.Equal(new Violations(), Run(seed, (known, log) => known + ((log.Count - known) / 2)).Violations);
        }
    }

    [Fact]
    public void Sessions_that_read_any_prefix_violate_only_the_guarantees_of_reads()
    {
        Random random = new(1);
        Violations violations = Run(1, (_, log) => random.Next(log.Count + 1)).Violations;
        Assert.True(violations is { ReadYourWrites: > 0, MonotonicReads: > 0, MonotonicWrites: 0, WritesFollowReads: 0 }, $"{violations}");
    }

    /// <param name="seed">Chooses the operations.</param>
    /// <param name="position">How much of the log a read shows, by what its session knows.</param>
    private static SessionVerdict Run(int seed, Func<int, List<(int Key, long Value)>, int> position)
    {
        Random random = new(seed);
        using TestHistory history = new();
        List<(int Key, long Value)> log = [];
        int[] known = new int[Sessions + 1];
        for (int i = 0; i < 500; i++)
        {
            int session = random.Next(1, Sessions + 1);
            if (random.Next(3) == 0)
            {
                log.Add((random.Next(Keys), i + 1));
                known[session] = log.Count;
                history.Append(session, log[^1].Key, log[^1].Value);
            }
            else
            {
                int shown = position(known[session], log);
                known[session] = Math.Max(known[session], shown);
                int first = random.Next(Keys);
                history.Read(session, [.. new[] { first, (first + 1) % Keys }.Select(key => (key, List(log, key, shown)))]);
            }
        }

        for (int key = 0; key < Keys; key++)
        {
            history.Final(key, List(log, key, log.Count));
        }

        return history.Check();
    }

    private static long[] List(List<(int Key, long Value)> log, int key, int shown) =>
        [.. log.Take(shown).Where(entry => entry.Key == key).Select(entry => entry.Value)];
}
