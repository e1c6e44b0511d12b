using Tracker.Tests.Days;
using Tracker.Tests.Oracle;

namespace GeofenceProcessor.Tests.Judging;

/// <summary>The oracle against events that it did not make: written by hand, and an independent program's where those are there.</summary>
public sealed class EventOracleTests
{
    [Theory]
    [MemberData(nameof(LocationDay.WithIndependentResults), MemberType = typeof(LocationDay))]
    public void It_finds_the_events(string name)
    {
        LocationDay day = LocationDay.Of(name);
        IReadOnlyList<OracleFence> fences = OracleFence.Read(day.Fences);
        Assert.Equal(day.FenceCounts, (
            fences.Count,
            fences.Count(fence => fence.Circle is not null),
            fences.Count(fence => fence.Polygons.Any(rings => rings.Count > 1))));
        Assert.Equal(
            day.Events.OrderBy(happened => happened.Vehicle, StringComparer.Ordinal),
            OracleReport.Histories(OracleReport.ReadCsv(day.File)).SelectMany(history => EventOracle.Of(fences, history)));
    }

    [Theory]
    [InlineData(0, 0, true)] // a corner
    [InlineData(0, 2, true)] // on an edge of the ring
    [InlineData(2, 2, true)] // on an edge of the hole
    [InlineData(3, 3, false)] // in the hole
    [InlineData(1, 1, true)]
    [InlineData(5, 1, false)]
    [InlineData(2, -1, false)] // as far north as a corner of the hole
    [InlineData(4, 9, false)]
    public void A_border_is_inside_and_a_hole_is_not(double latitude, double longitude, bool isInside)
    {
        string file = DayFiles.Write("hole.geojson", FenceFeatures.Collection(
            FenceFeatures.Polygon("a", [(0, 0), (0, 4.5), (4.5, 4.5), (4.5, 0)], [(2, 2), (2, 4), (4, 4), (4, 2)])));
        Assert.Equal(isInside, OracleFence.Read(file)[0].Contains(new OracleReport("a", DateTime.UnixEpoch, latitude, longitude)));
    }
}
