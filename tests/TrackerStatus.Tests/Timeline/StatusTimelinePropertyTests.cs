using FsCheck;
using FsCheck.Fluent;
using Tracker.Data.Model;
using TrackerStatus.Timeline;

namespace TrackerStatus.Tests.Timeline;

/// <summary>Semantics 21: states by event time.</summary>
public sealed class StatusTimelinePropertyTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private static readonly Gen<DateTime[]> Histories = Gen.ArrayOf(Gen.Elements(0, 1, 24, 167, 168, 169, 1000))
        .Select(hours => hours.Select((_, i) => Start.AddHours(hours.Take(i + 1).Sum())).ToArray());

    [Fact]
    public void Transitions_are_those_that_an_hourly_scan_finds() => Check((history, seed) =>
    {
        if (history.Length > 0)
        {
            DateTime now = history[^1].AddHours(new Random(seed).Next(400));
            List<StatusTransition> found = [.. StatusTimeline.Between(previous: null, history, next: null, Week)];
            if (StatusTimeline.OpenEnd(history[^1], Week, now) is { } end)
            {
                found.Add(end);
            }

            Assert.Equal(Naive(history, now), found);
        }
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

    // The state hour by hour: all times in the histories are whole hours.
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

            // A tracker becomes inactive at the threshold, but only if the silence continues beyond it.
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
