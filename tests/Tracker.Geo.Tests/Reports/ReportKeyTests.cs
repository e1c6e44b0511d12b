using FsCheck;
using FsCheck.Fluent;
using Tracker.Geo.Reports;

namespace Tracker.Geo.Tests.Reports;

public sealed class ReportKeyTests
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Keys_are_ordered_by_event_time_then_fingerprint() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Gen.ArrayOf(Gen.Zip(Gen.Choose(0, 3), Gen.Choose(-3, 3))).ToArbitrary(), given =>
        {
            ReportKey[] keys = [.. given.Select(part => new ReportKey(Start.AddSeconds(part.Item1), part.Item2))];
            Assert.Equal(keys.OrderBy(key => key.RecordedAt).ThenBy(key => key.Fingerprint), keys.Order());
            foreach ((ReportKey one, ReportKey other) in keys.Zip(keys.Reverse()))
            {
                Assert.Equal(one.CompareTo(other) < 0, one < other);
                Assert.Equal(one.CompareTo(other) <= 0, one <= other);
                Assert.Equal(one.CompareTo(other) > 0, one > other);
                Assert.Equal(one.CompareTo(other) >= 0, one >= other);
            }
        }));
}
