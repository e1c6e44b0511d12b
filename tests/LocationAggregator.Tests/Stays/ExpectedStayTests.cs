using LocationAggregator.Aggregation;
using LocationAggregator.History;
using LocationAggregator.Outliers;
using LocationAggregator.Stays;
using LocationAggregator.Tests.Shard;
using Tracker.Geo.Reports;
using Tracker.Tests;
using Tracker.Tests.Days;
using Tracker.Tests.Oracle;

namespace LocationAggregator.Tests.Stays;

public sealed class ExpectedStayTests
{
    private const string Limerick = "limerick-bus-304_2019-02-18";

    public static TheoryData<string> Rides => RealData.Exists ? [GeneratedRide.Name, Limerick] : [GeneratedRide.Name];

    public static TheoryData<string, double, bool> Days()
    {
        TheoryData<string, double, bool> cases = [];
        foreach (string day in LocationDay.All)
        {
            cases.Add(day, 100, true);
            cases.Add(day, 100, false);
            cases.Add(day, 50, false);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Days))]
    public void A_day_gives_the_stays_of_an_independent_program(string name, double distance, bool filter)
    {
        LocationDay day = LocationDay.Of(name);
        StayOptions options = new() { DistanceMetres = distance };
        AssertEqual(
            day.Stays(distance, filter),
            day.Histories().SelectMany(vehicle => Stays(vehicle.Value, options, filter).Select(stay => (vehicle.Key, stay))));
    }

    [Theory]
    [MemberData(nameof(Rides))]
    public void A_dense_ride_gives_the_stays_of_an_independent_program(string name)
    {
        StayOptions options = new() { DistanceMetres = 25, MinimumDuration = TimeSpan.FromSeconds(30) };
        bool isReal = name == Limerick;
        IReadOnlyList<OracleStay> expected = isReal
            ? CapMetroDay.StaysIn("stays_limerick_25m_30s_gap15min.csv")
            : GeneratedRide.Stays(options.DistanceMetres, options.MinimumDuration);
        Assert.InRange(expected.Count, isReal ? 30 : 10, isReal ? 30 : 100);
        List<Fix> ride =
        [
            .. (isReal ? LimerickRide.Read(name) : GeneratedRide.Reports)
                .Select(LocationDay.FixOf).DistinctBy(fix => fix.Key).OrderBy(fix => fix.Key),
        ];
        AssertEqual(expected, Stays(ride, options, filter: false).Select(stay => (name, stay)));
    }

    // Through the service's own batches.
    private static IEnumerable<LocatedStay> Stays(List<Fix> history, StayOptions options, bool filter)
    {
        MemoryShard shard = new(Rules.Default with { Stay = options, Outlier = new OutlierOptions { Filter = filter } });
        shard.Ingest(history.Select(fix => (1L, fix)));
        shard.Finish(batch: 200);
        return shard.State.Stays.Of(1).Select(row => row.Entry);
    }

    private static void AssertEqual(IReadOnlyList<OracleStay> expected, IEnumerable<(string Tracker, LocatedStay Stay)> stays)
    {
        Dictionary<(string, DateTime), LocatedStay> found =
            stays.ToDictionary(found => (found.Tracker, found.Stay.From.RecordedAt), found => found.Stay);
        foreach (OracleStay row in expected)
        {
            Assert.True(found.TryGetValue((row.Vehicle, row.StartedAt), out LocatedStay stay), $"{row} is missing");
            Assert.Equal(row.FinishedAt, stay.To.RecordedAt);
            Assert.Equal(row.Points, stay.Points);
            double away = Haversine.Metres(stay.Latitude, stay.Longitude, row.Latitude, row.Longitude);
            Assert.True(away < 1, $"{row}: {away} m away");
        }

        Assert.Equal(expected.Count, found.Count);
    }
}
