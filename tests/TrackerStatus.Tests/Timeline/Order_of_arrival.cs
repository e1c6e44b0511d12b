using FsCheck;
using FsCheck.Fluent;
using Tracker.Data.Model;
using TrackerStatus.Timeline;

namespace TrackerStatus.Tests.Timeline;

/// <summary>The heart: whatever the order and the batches in which reports come, the effective transitions are those of one sorted run.</summary>
public sealed class Order_of_arrival
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private static readonly Gen<DateTime[]> Histories = Gen.ArrayOf(Gen.Elements(0, 1, 24, 167, 168, 169, 1000))
        .Select(hours => hours.Select((_, i) => Start.AddHours(hours.Take(i + 1).Sum())).ToArray());

    [Fact]
    public void Random_histories_in_any_order_and_split_give_the_transitions_of_one_sorted_run() => Check((history, seed) =>
    {
        Random random = new(seed);
        DateTime now = (history.Length > 0 ? history[^1] : Start).AddHours(random.Next(400));
        Consumer consumer = new(Week);
        DateTime[] shuffled = [.. history];
        random.Shuffle(shuffled);
        for (int from = 0; from < shuffled.Length;)
        {
            int count = Math.Min(random.Next(1, 10), shuffled.Length - from);
            DateTime[] batch = shuffled[from..(from + count)];
            from += count;

            // The clock is never behind what was reported; a tick may come between any two batches.
            DateTime then = shuffled.Take(from).Max().AddHours(random.Next(400));
            consumer.Process(batch, then < now ? then : now);
            if (random.Next(3) == 0)
            {
                consumer.Tick(then < now ? then : now);
            }
        }

        consumer.Tick(now);
        Assert.Equal(Naive(history, now), consumer.Effective);
    });

    [Fact]
    public void States_alternate_and_times_ascend() => Check((history, _) =>
    {
        TrackerState state = TrackerState.NeverSeen;
        foreach (StatusTransition change in StatusTimeline.Between(previous: null, history, next: null, Week))
        {
            Assert.Equal(state, change.From);
            Assert.NotEqual(state, change.To);
            state = change.To;
        }
    });

    private static void Check(Action<DateTime[], int> property) => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll(Gen.Zip(Histories, Gen.Choose(0, int.MaxValue - 1)).ToArbitrary(), given => property(given.Item1, given.Item2)));

    // The state hour by hour: every time of the histories is a whole hour.
    private static IEnumerable<StatusTransition> Naive(DateTime[] history, DateTime now)
    {
        TrackerState state = TrackerState.NeverSeen;
        if (history.Length == 0)
        {
            yield break;
        }

        HashSet<DateTime> seen = [.. history];
        DateTime last = history[0];
        for (DateTime hour = history[0]; hour <= now; hour = hour.AddHours(1))
        {
            if (seen.Contains(hour))
            {
                last = hour;
            }

            // Inactive begins where the threshold ends, but only if the silence goes on beyond it.
            bool active = hour - last < Week || (hour - last == Week && hour == now);
            TrackerState next = active ? TrackerState.Active : TrackerState.Inactive;
            if (next != state)
            {
                yield return new StatusTransition(state, next, hour);
                state = next;
            }
        }
    }
}
