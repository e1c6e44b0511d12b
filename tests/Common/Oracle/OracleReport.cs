using System.Globalization;

namespace Tracker.Tests.Oracle;

/// <summary>A report as it stands in a file. Nothing in this folder uses the product's code: the product is compared with it.</summary>
/// <param name="Vehicle">The tracker's key.</param>
/// <param name="Time">Event time, UTC.</param>
/// <param name="Latitude">Degrees.</param>
/// <param name="Longitude">Degrees.</param>
/// <param name="Speed">Metres per second; null where the file has none.</param>
internal sealed record OracleReport(string Vehicle, DateTime Time, double Latitude, double Longitude, double? Speed = null)
{
    /// <summary>All rows of a file with the columns vehicle, time, speed, route, trip, latitude and longitude.</summary>
    public static IReadOnlyList<OracleReport> ReadCsv(string path) => [.. File.ReadLines(path).Skip(1).Select(Parse)];

    /// <summary>Each vehicle's distinct reports by time; vehicles by key.</summary>
    /// <exception cref="InvalidOperationException">A vehicle has different reports of one time, whose order is undefined here.</exception>
    public static IReadOnlyList<IReadOnlyList<OracleReport>> Histories(IEnumerable<OracleReport> reports)
    {
        List<IReadOnlyList<OracleReport>> histories = [];
        foreach (IGrouping<string, OracleReport> vehicle in reports
            .GroupBy(report => report.Vehicle).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            List<OracleReport> history = [.. vehicle.Distinct().OrderBy(report => report.Time)];
            if (history.Zip(history.Skip(1)).Any(pair => pair.First.Time == pair.Second.Time))
            {
                throw new InvalidOperationException($"Vehicle {vehicle.Key} has two different reports of one time.");
            }

            histories.Add(history);
        }

        return histories;
    }

    private static OracleReport Parse(string line)
    {
        string[] fields = line.Split(',');
        return new OracleReport(
            fields[0],
            DateTimeOffset.Parse(fields[1], CultureInfo.InvariantCulture).UtcDateTime,
            double.Parse(fields[5], CultureInfo.InvariantCulture),
            double.Parse(fields[6], CultureInfo.InvariantCulture),
            fields[2].Length == 0 ? null : double.Parse(fields[2], CultureInfo.InvariantCulture));
    }
}
