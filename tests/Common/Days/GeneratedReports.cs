using System.Globalization;
using Tracker.Tests.Oracle;

namespace Tracker.Tests.Days;

/// <summary>
/// What vehicles report during a day, from a seed: positions with noise, silences (some of exactly the gap of stays) and jumps; the file
/// adds duplicates, late rows and offsets.
/// </summary>
internal static class GeneratedReports
{
    public const int Vehicles = 84;

    private const int Gap = 900;

    public static readonly DateOnly Date = new(2024, 5, 14);

    private static readonly DateTime Midnight = Date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    private static readonly TimeSpan[] Offsets = [TimeSpan.FromHours(-2), TimeSpan.Zero, TimeSpan.FromMinutes(345)];

    /// <summary>A vehicle's reports by time.</summary>
    public static List<OracleReport> Of(int vehicle, int seed)
    {
        Random random = new((seed * 1_000) + vehicle);
        GeneratedShift shift = new(random, vehicle % GeneratedCity.Routes, GeneratedCity.Depots[vehicle % GeneratedCity.Depots.Length]);
        List<OracleReport> reports = [];
        int interval = random.Next(70, 150);
        // Some clocks tell fractions of a second.
        double fraction = vehicle % 9 == 4 ? 0.25 : 0;
        for (double at = shift.StartsAt; at < shift.EndsAt; at += Wait(random, interval))
        {
            reports.Add(Report($"{1_000 + vehicle}", at + fraction, shift.At(at), random));
        }

        Jump(reports, random, isLong: false);
        if (vehicle % 6 == 0)
        {
            Jump(reports, random, isLong: true);
        }

        return reports;
    }

    /// <summary>The lines of the file in the order in which they arrive.</summary>
    public static IEnumerable<(OracleReport Report, string Line)> Arriving(IEnumerable<OracleReport> reports, int seed)
    {
        Random random = new(seed);
        List<(DateTime At, OracleReport Report, string Line)> arrivals = [];
        foreach (OracleReport report in reports)
        {
            int number = int.Parse(report.Vehicle, CultureInfo.InvariantCulture);
            TimeSpan offset = Offsets[(number % 10) switch { 3 => 1, 7 => 2, _ => 0 }];
            DateTime arrival = report.Time.AddSeconds(random.Next(3, 25));
            DateTime received = random.Next(60) == 0 ? arrival.AddMinutes(random.Next(3, 120)) : arrival;
            arrivals.Add((received, report, Line(report, offset)));
            if (random.Next(60) == 0)
            {
                // The same report again, at times with another offset.
                TimeSpan other = random.Next(4) == 0 ? Offsets[random.Next(Offsets.Length)] : offset;
                arrivals.Add((received.AddMinutes(random.Next(180)), report, Line(report, other)));
            }
        }

        return arrivals.OrderBy(arrival => arrival.At).Select(arrival => (arrival.Report, arrival.Line));
    }

    // Silences shorter and longer than the gap, and of exactly the gap and a second more.
    private static int Wait(Random random, int interval) => random.Next(600) switch
    {
        0 or 1 => Gap + random.Next(2, 2_000),
        2 or 3 => Gap,
        4 => Gap + 1,
        < 12 => random.Next(240, Gap),
        _ => interval + random.Next(-15, 16),
    };

    private static OracleReport Report(string vehicle, double second, (double East, double North, double Speed) truth, Random random)
    {
        double noise = truth.Speed > 0 ? 5 : StandingNoise(random);
        double angle = 2 * Math.PI * random.NextDouble();
        double away = noise * (0.5 + random.NextDouble());
        (double latitude, double longitude) =
            GeneratedCity.At(truth.East + (away * Math.Cos(angle)), truth.North + (away * Math.Sin(angle)));
        double? speed = random.Next(30) == 0 ? null : (float)truth.Speed;
        return new OracleReport(vehicle, Midnight.AddSeconds(second), latitude, longitude, speed);
    }

    // A receiver at rest mostly repeats its position; at times it is off by about the distance of stays.
    private static double StandingNoise(Random random) => random.Next(60) switch { < 2 => 95, < 16 => 7, _ => 0 };

    // A single report out of reach is an outlier; several of them, near each other, are not.
    private static void Jump(List<OracleReport> reports, Random random, bool isLong)
    {
        int from = random.Next(2, reports.Count - 10);
        double far = 0.4 + (0.4 * random.NextDouble());
        for (int i = from; i < from + (isLong ? random.Next(4, 8) : 1); i++)
        {
            reports[i] = reports[i] with { Latitude = Math.Round(reports[i].Latitude + far, 6) };
        }
    }

    private static string Line(OracleReport report, TimeSpan offset)
    {
        DateTimeOffset time = new DateTimeOffset(report.Time).ToOffset(offset);
        string zone = offset == TimeSpan.Zero ? "Z" : time.ToString("zzz", CultureInfo.InvariantCulture);
        int route = int.Parse(report.Vehicle, CultureInfo.InvariantCulture) % GeneratedCity.Routes;
        int trip = (route * 100) + report.Time.Hour;
        string headsign = route % 2 == 0 ? "NORTHBOUND" : "\"CENTRE, THEN EAST\"";
        return string.Join(',', ((FormattableString[])
        [
            $"{report.Vehicle}", $"{time:yyyy-MM-dd'T'HH:mm:ss.FFFFFF}{zone}", $"{report.Speed}",
            $"{route}", $"{trip}", $"{report.Latitude}", $"{report.Longitude}", $"{headsign}",
        ]).Select(FormattableString.Invariant));
    }
}
