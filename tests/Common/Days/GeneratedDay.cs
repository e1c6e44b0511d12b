using Tracker.Tests.Oracle;

namespace Tracker.Tests.Days;

/// <summary>A day generated from a seed, with the results of the oracle.</summary>
internal sealed class GeneratedDay : LocationDay
{
    private const int Seed = 20240514;

    private readonly IReadOnlyList<IReadOnlyList<OracleReport>> _histories;

    public GeneratedDay()
    {
        List<OracleReport>[] made =
        [
            .. Enumerable.Range(0, GeneratedReports.Vehicles).Select(vehicle => GeneratedReports.Of(vehicle, Seed)),
        ];
        (OracleReport Report, string Line)[] arriving = [.. GeneratedReports.Arriving(made.SelectMany(reports => reports), Seed)];
        _histories = made;
        Rows = arriving.Length;
        Distinct = made.Sum(reports => reports.Count);
        First = arriving[0].Report;
        const string header = "vehicle_id,timestamp,speed,route_id,trip_id,latitude,longitude,trip_headsign";
        File = DayFiles.Write("generated.csv", string.Join('\n', [header, .. arriving.Select(row => row.Line), ""]));
        Fences = DayFiles.Write("generated.geojson", GeneratedCity.FenceFile);
        IReadOnlyList<OracleFence> fences = OracleFence.Read(Fences);
        Events = [.. _histories.SelectMany(history => EventOracle.Of(fences, history))];
        Outliers = [.. _histories.SelectMany(OutlierOracle.Of)];
    }

    /// <summary>The instance that the tests of a process share.</summary>
    public static GeneratedDay Shared => (GeneratedDay)Of(Generated);

    public override string File { get; }

    public override string Fences { get; }

    public override (int All, int Circles, int WithHoles) FenceCounts => GeneratedCity.FenceCounts;

    public override CircleFence FirstFence => new("c01", "Fence c01", 44.5, -28.3, 800);

    public override int Rows { get; }

    public override int Distinct { get; }

    public override int Vehicles => GeneratedReports.Vehicles;

    public override DateOnly Date => GeneratedReports.Date;

    public override OracleReport First { get; }

    public override IReadOnlyList<OracleReport> Outliers { get; }

    public override IReadOnlyList<OracleEvent> Events { get; }

    public override IReadOnlyList<OracleStay> Stays(double metres = 100, bool filtered = true)
    {
        StayOracle oracle = new(metres, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15));
        return [.. _histories.SelectMany(history => oracle.Of(filtered ? [.. history.Except(OutlierOracle.Of(history))] : history))];
    }
}
