using Tracker.Geo.Reports;
using Tracker.Tests.Oracle;

namespace Tracker.Tests.Days;

/// <summary>A day of vehicles as input files, and the results expected from it.</summary>
internal abstract class LocationDay
{
    private const string HandMade = "hand-made";
    protected const string Generated = "generated";
    private const string CapMetro = "CapMetro";

    private static readonly Dictionary<string, Lazy<LocationDay>> Days = new(StringComparer.Ordinal)
    {
        [HandMade] = new(() => new HandMadeDay()),
        [Generated] = new(() => new GeneratedDay()),
        [CapMetro] = new(() => new CapMetroDay()),
    };

    /// <summary>Days whose expected results do not come from the oracle: by hand, or from an independent program.</summary>
    public static TheoryData<string> WithIndependentResults => Cases(HandMade, CapMetro);

    /// <summary>Days long enough for the pipeline.</summary>
    public static TheoryData<string> FullDays => Cases(Generated, CapMetro);

    public static TheoryData<string> All => Cases(HandMade, Generated, CapMetro);

    public static LocationDay Of(string name) => Days[name].Value;

    /// <summary>The CSV file.</summary>
    public abstract string File { get; }

    /// <summary>The GeoJSON file of fences, valid always, without hysteresis.</summary>
    public abstract string Fences { get; }

    /// <summary>How many fences, circles among them, and those with a hole.</summary>
    public abstract (int All, int Circles, int WithHoles) FenceCounts { get; }

    /// <summary>The first fence of the file, a circle.</summary>
    public abstract CircleFence FirstFence { get; }

    /// <summary>Rows in the file, repetitions included.</summary>
    public abstract int Rows { get; }

    /// <summary>Reports in the file, repetitions dropped.</summary>
    public abstract int Distinct { get; }

    public abstract int Vehicles { get; }

    /// <summary>The day of UTC in which all reports are.</summary>
    public abstract DateOnly Date { get; }

    /// <summary>The file's first row.</summary>
    public abstract OracleReport First { get; }

    public abstract IReadOnlyList<OracleReport> Outliers { get; }

    public abstract IReadOnlyList<OracleEvent> Events { get; }

    /// <summary>The stays of at least 5 minutes with a gap of 15 minutes.</summary>
    /// <param name="metres">The distance: 100 or 50.</param>
    /// <param name="filtered">Whether outliers are left out.</param>
    public abstract IReadOnlyList<OracleStay> Stays(double metres = 100, bool filtered = true);

    /// <summary>The rows in the order of the file, repetitions included, as the consumers read them.</summary>
    public IReadOnlyList<(string Tracker, Fix Fix)> Fixes() =>
        [.. OracleReport.ReadCsv(File).Select(report => (report.Vehicle, FixOf(report)))];

    /// <summary>Each vehicle with its reports in order, repetitions dropped.</summary>
    public IReadOnlyDictionary<string, List<Fix>> Histories() => Fixes()
        .GroupBy(row => row.Tracker)
        .ToDictionary(
            vehicle => vehicle.Key,
            vehicle => vehicle.Select(row => row.Fix).DistinctBy(fix => fix.Key).OrderBy(fix => fix.Key).ToList());

    public static Fix FixOf(OracleReport report)
    {
        NewReport reported = new()
        {
            TrackerKey = report.Vehicle,
            RecordedAt = report.Time,
            SpeedMetresPerSecond = report.Speed,
            Latitude = report.Latitude,
            Longitude = report.Longitude,
        };
        return new Fix(new ReportKey(reported.RecordedAt, reported.Fingerprint()), reported.Latitude, reported.Longitude);
    }

    private static TheoryData<string> Cases(params string[] names) => [.. names.Where(name => name != CapMetro || RealData.Exists)];
}

/// <summary>A circle as a GeoJSON file describes it.</summary>
internal sealed record CircleFence(string Id, string Name, double Latitude, double Longitude, double Metres);
