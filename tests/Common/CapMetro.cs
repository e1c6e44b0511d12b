using System.Globalization;
using Tracker.Geo.Reports;

namespace Tracker.Tests;

/// <summary>A day of the buses of Austin (CapMetrics, MIT), in the order of the file, exact duplicates included.</summary>
internal static class CapMetro
{
    public static IReadOnlyList<(string Tracker, Fix Fix)> Rows() =>
        [.. File.ReadLines(RealData.Path("csv", "capmetro_2015-03-07.csv")).Skip(1).Select(Row)];

    /// <summary>Each bus with its reports in order, duplicates dropped.</summary>
    public static IReadOnlyDictionary<string, List<Fix>> Histories() => Rows()
        .GroupBy(row => row.Tracker)
        .ToDictionary(bus => bus.Key, bus => bus.Select(row => row.Fix).DistinctBy(fix => fix.Key).OrderBy(fix => fix.Key).ToList());

    public static DateTime Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcDateTime;

    private static (string Tracker, Fix Fix) Row(string line)
    {
        string[] fields = line.Split(',');
        NewReport report = new()
        {
            TrackerKey = fields[0],
            RecordedAt = Utc(fields[1]),
            SpeedMetresPerSecond = fields[2].Length == 0 ? null : double.Parse(fields[2], CultureInfo.InvariantCulture),
            Latitude = double.Parse(fields[5], CultureInfo.InvariantCulture),
            Longitude = double.Parse(fields[6], CultureInfo.InvariantCulture),
        };
        return (report.TrackerKey, new Fix(new ReportKey(report.RecordedAt, report.Fingerprint()), report.Latitude, report.Longitude));
    }
}
