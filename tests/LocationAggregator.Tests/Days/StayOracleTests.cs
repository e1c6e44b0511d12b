using Tracker.Tests.Days;
using Tracker.Tests.Oracle;

namespace LocationAggregator.Tests.Days;

/// <summary>The oracle against results that it did not make: written by hand, and an independent program's where those are there.</summary>
public sealed class StayOracleTests
{
    [Theory]
    [MemberData(nameof(LocationDay.WithIndependentResults), MemberType = typeof(LocationDay))]
    public void It_reads_what_is_in_the_file(string name)
    {
        LocationDay day = LocationDay.Of(name);
        IReadOnlyList<OracleReport> rows = OracleReport.ReadCsv(day.File);
        IReadOnlyList<IReadOnlyList<OracleReport>> histories = OracleReport.Histories(rows);
        Assert.Equal((day.Rows, day.Distinct, day.Vehicles), (rows.Count, histories.Sum(history => history.Count), histories.Count));
        Assert.Equal(day.First, rows[0]);
        Assert.All(rows, row => Assert.Equal(day.Date, DateOnly.FromDateTime(row.Time)));
    }

    [Theory]
    [MemberData(nameof(LocationDay.WithIndependentResults), MemberType = typeof(LocationDay))]
    public void It_finds_the_outliers(string name)
    {
        LocationDay day = LocationDay.Of(name);
        Assert.Equal(day.Outliers, OracleReport.Histories(OracleReport.ReadCsv(day.File)).SelectMany(OutlierOracle.Of));
    }

    [Theory]
    [MemberData(nameof(LocationDay.WithIndependentResults), MemberType = typeof(LocationDay))]
    public void It_finds_the_stays(string name)
    {
        LocationDay day = LocationDay.Of(name);
        foreach ((double metres, bool filtered) in new[] { (100.0, true), (100.0, false), (50.0, false) })
        {
            StayOracle oracle = new(metres, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15));
            OracleStay[] found =
            [
                .. OracleReport.Histories(OracleReport.ReadCsv(day.File))
                    .SelectMany(history => oracle.Of(filtered ? [.. history.Except(OutlierOracle.Of(history))] : history)),
            ];
            Assert.Equal(day.Stays(metres, filtered).Select(WithoutCentre), found.Select(WithoutCentre));
            // Files have eight decimals: a millimetre.
            Assert.All(day.Stays(metres, filtered).Zip(found), pair => Assert.InRange(
                Haversine.Metres(pair.First.Latitude, pair.First.Longitude, pair.Second.Latitude, pair.Second.Longitude), 0, 0.002));
        }
    }

    [Fact]
    public void A_quarter_of_a_meridian_is_a_quarter_of_the_circumference() =>
        Assert.Equal(Math.PI / 2 * 6_371_000, Haversine.Metres(0, 12, 90, -50), tolerance: 1e-6);

    [Fact]
    public void A_vehicle_that_says_two_things_of_one_moment_is_refused()
    {
        OracleReport report = new("a", DateTime.UnixEpoch, 1, 2);
        Assert.Throws<InvalidOperationException>(() => OracleReport.Histories([report, report with { Latitude = 3 }]));
    }

    private static OracleStay WithoutCentre(OracleStay stay) => stay with { Latitude = 0, Longitude = 0 };
}
