using System.Globalization;
using LocationAggregator.History;
using LocationAggregator.Outliers;
using LocationAggregator.Stays;
using LocationAggregator.Tests.Shard;
using Tracker.Geo.Geodesy;
using Tracker.Geo.Reports;
using Tracker.Tests;

namespace LocationAggregator.Tests.Stays;

public sealed class Expected_stays
{
    [SkippableTheory]
    [InlineData(100, "stays_capmetro_2015-03-07_100m_5min_gap15min.csv", 1029)]
    [InlineData(50, "stays_capmetro_2015-03-07_50m_5min_gap15min.csv", 975)]
    public void A_day_of_buses_gives_the_stays_of_an_independent_program(double distance, string file, int count)
    {
        StayOptions options = new() { DistanceMetres = distance };
        Compare(file, count, CapMetro.Histories().SelectMany(bus => Stays(bus.Value, options).Select(stay => (bus.Key, stay))));
    }

    [SkippableFact]
    public void A_dense_ride_gives_the_stays_of_an_independent_program()
    {
        StayOptions options = new() { DistanceMetres = 25, MinimumDuration = TimeSpan.FromSeconds(30) };
        Compare(
            "stays_limerick_25m_30s_gap15min.csv", 30, Stays(Limerick.Ride(), options).Select(stay => ("limerick-bus-304_2019-02-18", stay)));
    }

    // Through the service's own batches; the independent program knows no outliers.
    private static IEnumerable<LocatedStay> Stays(List<Fix> history, StayOptions options)
    {
        MemoryShard shard = new(Rules.Default with { Stay = options, Outlier = new OutlierOptions { Filter = false } });
        shard.Ingest(history.Select(fix => (1L, fix)));
        shard.Finish(batch: 200);
        return shard.State.Stays.Of(1).Select(row => row.Entry);
    }

    private static void Compare(string file, int count, IEnumerable<(string Tracker, LocatedStay Stay)> stays)
    {
        string[][] expected = [.. File.ReadLines(RealData.Path("expected", file)).Skip(1).Select(line => line.Split(','))];
        Assert.Equal(count, expected.Length);
        Dictionary<(string, DateTime), LocatedStay> found = stays.ToDictionary(found => (found.Tracker, found.Stay.From.RecordedAt), found => found.Stay);
        Assert.Equal(count, found.Count);
        foreach (string[] row in expected)
        {
            Assert.True(found.TryGetValue((row[0], CapMetro.Utc(row[1])), out LocatedStay stay), string.Join(',', row));
            Assert.Equal(CapMetro.Utc(row[2]), stay.To.RecordedAt);
            Assert.Equal(int.Parse(row[5], CultureInfo.InvariantCulture), stay.Points);
            double away = Earth.DistanceMetres(
                stay.Latitude, stay.Longitude,
                double.Parse(row[3], CultureInfo.InvariantCulture), double.Parse(row[4], CultureInfo.InvariantCulture));
            Assert.True(away < 1, $"{string.Join(',', row)}: {away} m away");
        }
    }
}
