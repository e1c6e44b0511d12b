using System.Globalization;
using Tracker.Tests.Oracle;

namespace Tracker.Tests.Days;

/// <summary>One ride with a point about every two seconds, halts of half a minute, and a silence.</summary>
internal static class GeneratedRide
{
    public const string Name = "generated-ride";

    private const int Points = 2_000;

    public static IReadOnlyList<OracleReport> Reports { get; } = Make(new Random(304));

    /// <summary>The ride as a GPX file.</summary>
    public static string Gpx { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        <?xml version="1.0"?>
        <gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>A ride</name><trkseg>
        {string.Concat(Reports.Select(Point))}
        </trkseg></trk></gpx>
        """);

    public static IReadOnlyList<OracleStay> Stays(double metres, TimeSpan duration) =>
        new StayOracle(metres, duration, TimeSpan.FromMinutes(15)).Of(Reports);

    private static List<OracleReport> Make(Random random)
    {
        List<OracleReport> reports = [];
        DateTime at = new(2024, 5, 14, 7, 0, 0, DateTimeKind.Utc);
        double along = 0;
        int halt = 0;
        for (int i = 0; i < Points; i++)
        {
            at = at.AddSeconds(i == Points / 2 ? 1_000 : random.Next(1, 4));
            halt = halt > 0 ? halt - 1 : random.Next(60) == 0 ? random.Next(8, 60) : 0;
            along += halt > 0 ? 0 : random.Next(8, 25);
            (double latitude, double longitude) =
                GeneratedCity.At(along + random.Next(-3, 4), (700 * Math.Sin(along / 2_000)) + random.Next(-3, 4));
            reports.Add(new OracleReport(Name, at, latitude, longitude));
        }

        return reports;
    }

    private static string Point(OracleReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        <trkpt lat="{report.Latitude}" lon="{report.Longitude}">
          <ele>12.5</ele><time>{report.Time:yyyy-MM-dd'T'HH:mm:ss'Z'}</time>
        </trkpt>
        """);
}
