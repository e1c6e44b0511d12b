using FsCheck;
using FsCheck.Fluent;
using Tracker.Geo.Reports;

namespace LocationAggregator.Tests.Shard;

/// <summary>
/// Random histories of two trackers: around every threshold of the rules, with jumps, several reports at the same moment,
/// and a day of 23 hours.
/// </summary>
internal static class Histories
{
    private static readonly DateTime Start = new(2026, 3, 28, 12, 0, 0, DateTimeKind.Utc);

    // Seconds since the previous report; metres north of the start, mostly close together, sometimes out of reach; accuracy.
    private static readonly Gen<(int Seconds, int Metres, int Accuracy)> Steps =
        from seconds in Gen.Elements(0, 1, 10, 60, 120, 299, 300, 301, 899, 900, 901, 4_000, 20_000)
        from metres in Gen.Frequency((12, Gen.Choose(0, 60)), (4, Gen.Choose(90, 220)), (2, Gen.Choose(0, 5_000)), (2, Gen.Elements(60_000, 200_000, 4_000_000)))
        from accuracy in Gen.Elements(-1, -1, 1, 30, 500)
        select (seconds, metres, accuracy);

    /// <summary>A history, and a seed for the order of its arrival.</summary>
    public static Arbitrary<(Fix[] First, Fix[] Second, int Seed)> Any { get; } = (
        from first in Gen.ArrayOf(Steps)
        from second in Gen.ArrayOf(Steps)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select (Walk(first), Walk(second), seed)).ToArbitrary();

    public static Fix[] Walk(IEnumerable<(int Seconds, int Metres, int Accuracy)> steps)
    {
        List<Fix> fixes = [];
        DateTime at = Start;
        foreach ((int seconds, int metres, int accuracy) in steps)
        {
            at = at.AddSeconds(seconds);
            fixes.Add(new Fix(new ReportKey(at, (metres * 1_000L) + accuracy), 45 + (metres / 111_194.9), 7, accuracy > 0 ? accuracy : null));
        }

        return [.. fixes];
    }
}
