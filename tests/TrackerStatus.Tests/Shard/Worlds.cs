using FsCheck;
using FsCheck.Fluent;
using Tracker.Data.Model;
using Tracker.Geo.Reports;
using TrackerStatus.Delivery;
using TrackerStatus.Judging;
using TrackerStatus.Timeline;

namespace TrackerStatus.Tests.Shard;

/// <summary>Random histories of two trackers around two overlapping delivery locations, and the expected results.</summary>
internal static class Worlds
{
    public static readonly StatusOptions Options = new();

    public static readonly DeliveryLocation[] Locations = [DeliveryLocation.Circle(1, 45, 7, 100), DeliveryLocation.Circle(2, 45.001, 7, 100)];

    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    // Minutes since the previous report, around every threshold; metres north of the first location; accuracy; battery.
    private static readonly Gen<(int Minutes, int Metres, int Accuracy, int Battery)> Steps =
        from minutes in Gen.Frequency((8, Gen.Elements(0, 0, 1, 5, 14, 15, 16)), (1, Gen.Elements(60, 2_879, 2_880, 2_881, 10_079, 10_080, 10_081, 30_000)))
        from metres in Gen.Elements(0, 0, 0, 50, 80, 99, 150, 190, 250, 5_000)
        from accuracy in Gen.Elements(-1, -1, 20, 100, 101)
        from battery in Gen.Elements(-1, -1, -1, 5, 20, 21, 100)
        select (minutes, metres, accuracy, battery);

    public static Arbitrary<(Report[] First, Report[] Second, int Seed)> Any { get; } = (
        from first in Gen.ArrayOf(Steps)
        from second in Gen.ArrayOf(Steps)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select (Walk(1, first), Walk(2, second), seed)).ToArbitrary();

    public static Report At(long trackerId, double minutes, int metres, double? accuracy = null, float? battery = null) => new(
        trackerId,
        new Fix(new ReportKey(Start.AddMinutes(minutes), (metres * 1_000L) + (long)(accuracy ?? 0)), 45 + (metres / 111_194.9), 7, accuracy),
        battery);

    /// <summary>The effective entries of a sorted history, by the plain rules.</summary>
    public static StatusEvent[] Expected(IEnumerable<Report> reports, DeliveryLocation[] locations, TimeSpan threshold, DateTime now)
    {
        Report[] sorted = [.. reports.DistinctBy(report => report.Fix.Key).OrderBy(report => report.Fix.Key)];
        if (sorted.Length == 0)
        {
            return [];
        }

        List<StatusTransition> activity = [.. StatusTimeline.Between(previous: null, [.. sorted.Select(report => report.Fix.RecordedAt)], next: null, threshold)];
        if (StatusTimeline.OpenEnd(sorted[^1].Fix.RecordedAt, threshold, now) is { } silent)
        {
            activity.Add(silent);
        }

        return [.. activity.Select(StatusEvent.Of).Concat(Deliveries(sorted, locations).Take(1)).OrderBy(entry => entry.OccurredAt).ThenBy(entry => entry.State)];
    }

    private static IEnumerable<StatusEvent> Deliveries(Report[] sorted, DeliveryLocation[] locations)
    {
        DeliveryMap map = new(locations);
        Fix[] deciding = [.. sorted.Select(report => report.Fix).Where(fix => fix.AccuracyMetres is null or <= 100)];
        long?[] at = [.. deciding.Select(fix => map.At(1, fix))];
        for (int first = 0; first < deciding.Length; first++)
        {
            bool arrives = at[first] is not null && (first == 0 || at[first - 1] != at[first]);
            for (int next = first + 1; arrives && next < deciding.Length && at[next] == at[first]; next++)
            {
                if (deciding[next].RecordedAt - deciding[first].RecordedAt >= Options.DeliveredAfter)
                {
                    yield return new StatusEvent(TrackerState.Delivered, deciding[first].RecordedAt + Options.DeliveredAfter, at[first]);
                    break;
                }
            }
        }
    }

    private static Report[] Walk(long trackerId, (int Minutes, int Metres, int Accuracy, int Battery)[] steps)
    {
        List<Report> reports = [];
        int minutes = 0;
        foreach ((int after, int metres, int accuracy, int battery) in steps)
        {
            minutes += after;
            reports.Add(At(trackerId, minutes, metres, accuracy > 0 ? accuracy : null, battery > 0 ? battery : null));
        }

        return [.. reports.DistinctBy(report => report.Fix.Key)];
    }
}
