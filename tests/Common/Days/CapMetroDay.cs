using System.Globalization;
using Tracker.Tests.Oracle;

namespace Tracker.Tests.Days;

/// <summary>A day of the buses of Austin (CapMetrics, MIT), with the results of independent programs. It has no outliers.</summary>
internal sealed class CapMetroDay : LocationDay
{
    private static readonly Dictionary<double, int> StayCounts = new() { [100] = 1_029, [50] = 975 };

    public override string File => RealData.Path("csv", "capmetro_2015-03-07.csv");

    public override string Fences => RealData.Path("fences", "austin.geojson");

    public override (int All, int Circles, int WithHoles) FenceCounts => (15, 10, 1);

    public override CircleFence FirstFence => new("c01", "Downtown", 30.2672, -97.7431, 800);

    public override int Rows => 44_564;

    public override int Distinct => 44_425;

    public override int Vehicles => 158;

    public override DateOnly Date => new(2015, 3, 7);

    public override OracleReport First => new("2010", new DateTime(2015, 3, 7, 16, 3, 34, DateTimeKind.Utc), 30.231535, -97.73347, 0);

    public override IReadOnlyList<OracleReport> Outliers => [];

    public override IReadOnlyList<OracleEvent> Events
    {
        get
        {
            OracleEvent[] events =
            [
                .. Lines("events_austin_capmetro_2015-03-07.csv")
                    .Select(row => new OracleEvent(row[0], Utc(row[1]), row[2] == "enter", row[3], row[4] == "true")),
            ];
            Assert.Equal(8_353, events.Length);
            return events;
        }
    }

    public override IReadOnlyList<OracleStay> Stays(double metres = 100, bool filtered = true)
    {
        IReadOnlyList<OracleStay> stays = StaysIn($"stays_capmetro_2015-03-07_{metres}m_5min_gap15min.csv");
        Assert.Equal(StayCounts[metres], stays.Count);
        return stays;
    }

    /// <summary>Stays that an independent program wrote.</summary>
    public static IReadOnlyList<OracleStay> StaysIn(string file) =>
    [
        .. Lines(file).Select(row => new OracleStay(
            row[0], Utc(row[1]), Utc(row[2]), Number(row[3]), Number(row[4]), int.Parse(row[5], CultureInfo.InvariantCulture))),
    ];

    private static IEnumerable<string[]> Lines(string file) =>
        System.IO.File.ReadLines(RealData.Path("expected", file)).Skip(1).Select(line => line.Split(','));

    private static DateTime Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcDateTime;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
