using Tracker.Tests.Oracle;

namespace Tracker.Tests.Days;

/// <summary>
/// A few reports whose results were worked out by hand: 0.0001° of latitude are 11.12 m, so 0.0004° (44 m) is within the distance of a
/// stay and 0.0010° (111 m) is not. Vehicle a stays and is silent, b has an outlier, c crosses borders.
/// </summary>
internal sealed class HandMadeDay : LocationDay
{
    private const string Text = """
        vehicle_id,timestamp,speed,route_id,trip_id,latitude,longitude,trip_headsign
        b,2024-05-14T09:00:00Z,,2,,20.0,31.0,
        a,2024-05-14T09:00:00+01:00,0.0,1,,10.0000,30.0,"OUT, AND BACK"
        a,2024-05-14T09:05:00+01:00,0.0,1,,10.0020,30.0,
        a,2024-05-14T09:02:00+01:00,0.0,1,,10.0004,30.0,LATE
        a,2024-05-14T09:02:00+01:00,0.0,1,,10.0004,30.0,LATE
        a,2024-05-14T08:09:59Z,3.5,1,,10.0040,30.0,
        a,2024-05-14T08:24:59Z,3.5,1,,10.0040,30.0,EXACTLY THE GAP
        a,2024-05-14T08:26:00Z,,1,,10.0100,30.0,
        a,2024-05-14T02:26:00-06:00,,1,,10.0100,30.0,THE SAME BY ANOTHER OFFSET
        a,2024-05-14T08:31:00Z,,1,,10.0100,30.0,
        a,2024-05-14T08:46:01Z,,1,,10.0100,30.0,A SECOND MORE THAN THE GAP
        a,2024-05-14T08:50:00Z,,1,,10.0200,30.0,
        b,2024-05-14T09:01:00Z,,2,,21.0,31.0,AWAY
        b,2024-05-14T09:02:00Z,,2,,20.0,31.0,
        b,2024-05-14T09:06:00Z,,2,,20.0100,31.0,
        c,2024-05-14T10:00:00Z,,3,,10.0,40.5,ON THE BORDER
        c,2024-05-14T11:00:00Z,,3,,10.4,40.5,ON THE BORDER OF THE HOLE
        c,2024-05-14T12:00:00Z,,3,,10.5,40.5,IN THE HOLE
        c,2024-05-14T13:00:00Z,,3,,10.7,40.5,
        c,2024-05-14T14:00:00Z,,3,,11.5,40.5,

        """;

    public override string File { get; } = DayFiles.Write("hand-made.csv", Text);

    public override string Fences { get; } = DayFiles.Write("hand-made.geojson", FenceFeatures.Collection(
        FenceFeatures.Circle("stop", (10.0030, 30), 120),
        FenceFeatures.Polygon(
            "square", [(10, 40), (10, 41), (11, 41), (11, 40)], [(10.4, 40.4), (10.6, 40.4), (10.6, 40.6), (10.4, 40.6)]),
        FenceFeatures.Circle("beyond", (11.5, 40.5), 1_000),
        FenceFeatures.MultiPolygon("two", [(20.5, 30), (22, 31), (20.5, 32)], [(19, 30.5), (19.5, 30.5), (19.5, 32)])));

    public override (int All, int Circles, int WithHoles) FenceCounts => (4, 2, 1);

    public override CircleFence FirstFence => new("stop", "Fence stop", 10.0030, 30, 120);

    public override int Rows => 20;

    public override int Distinct => 18;

    public override int Vehicles => 3;

    public override DateOnly Date => new(2024, 5, 14);

    public override OracleReport First => new("b", At(9, 0), 20, 31);

    public override IReadOnlyList<OracleReport> Outliers => [new("b", At(9, 1), 21, 31)];

    public override IReadOnlyList<OracleEvent> Events =>
    [
        new("a", At(8, 5), true, "stop", false), new("a", At(8, 26), false, "stop", false),
        new("b", At(9, 1), true, "two", false), new("b", At(9, 2), false, "two", false),
        new("c", At(10, 0), true, "square", true), new("c", At(12, 0), false, "square", false), new("c", At(13, 0), true, "square", false),
        // The exit comes first although its id is the later one.
        new("c", At(14, 0), false, "square", false), new("c", At(14, 0), true, "beyond", false),
    ];

    public override IReadOnlyList<OracleStay> Stays(double metres = 100, bool filtered = true)
    {
        // 50 m are 0.00045°, so the stays are the same.
        List<OracleStay> stays =
        [
            new("a", At(8, 0), At(8, 5), 10.0002, 30, 2),
            new("a", At(8, 9, 59), At(8, 26), 10.0040, 30, 2),
        ];
        if (filtered)
        {
            stays.Add(new("b", At(9, 0), At(9, 6), 20, 31, 2));
        }

        // The reports of c are an hour apart: silences, no stay.
        return stays;
    }

    private static DateTime At(int hour, int minute, int second = 0) => new(2024, 5, 14, hour, minute, second, DateTimeKind.Utc);
}
