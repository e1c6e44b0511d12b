using Tracker.Data.Fences;
using Tracker.Geo.Fences;

namespace EndToEnd.Tests.Results;

/// <summary>Fences of every kind around a depot at 48° N 16° E and along the way to the north of it, and what becomes of them on 28 and 29 March 2026: changes that have to be made in this order.</summary>
internal static class ChangingFences
{
    private const double Longitude = 16;

    private static readonly DateTime Saturday = new(2026, 3, 28, 0, 0, 0, DateTimeKind.Utc);

    private static readonly PolygonShape Yard = new([new FencePolygon(Square(2_000, 2_080, 0.001), [Square(2_030, 2_050, 0.0005)])]);

    private static readonly CorridorShape Road = new([[new FencePoint(Longitude, North(200)), new FencePoint(Longitude, North(1_800))]], 60);

    private static readonly FenceDefinition Office = new("office", "Office", Circle(2_040, 30))
    {
        Terms = new FenceTerms { Hours = ActiveHours.Parse("08:00-18:00; 20:00-02:30", "Europe/Vienna") },
    };

    public static IReadOnlyList<Func<FenceTable, Task>> Changes { get; } =
    [
        fences => fences.SetAsync(
            new FenceDefinition("depot", "Depot", Circle(40, 45)) { Terms = new FenceTerms { Dwell = TimeSpan.FromMinutes(40) } },
            new FenceDefinition("gate", "Gate", Circle(40, 20), 15) { Terms = new FenceTerms { AccuracyCapMetres = 50 } },
            new FenceDefinition("yard", "Yard with a hole", Yard, 5),
            new FenceDefinition("road", "Road", Road) { Terms = new FenceTerms { Crossings = true } },
            Office,
            new FenceDefinition("own", "For two", Circle(0, 70)) { Trackers = ["t1", "t3"] }),
        fences => fences.SetAsync(
            new FenceDefinition("depot", "Depot", Circle(70, 45), 0, Saturday.AddHours(19)) { Terms = new FenceTerms { Dwell = TimeSpan.FromMinutes(10) } },
            new FenceDefinition("road", "Road", Road with { WidthMetres = 600 }, null, Saturday.AddHours(24))),
        fences => fences.EndAsync("yard", Saturday.AddHours(22)),
        fences => fences.SetAsync(
            new FenceDefinition("yard", "Yard", Yard, 40, Saturday.AddHours(27)),
            Office with { ValidFrom = Saturday.AddHours(16), Terms = new FenceTerms { Hours = ActiveHours.Parse("06:00-12:00", "Europe/Vienna") } }),
        fences => fences.SetAsync(
            new FenceDefinition("late", "Came later", Circle(1_000, 1_100), 0, Saturday.AddHours(13)),
            new FenceDefinition("own", "For one", Circle(0, 70), null, Saturday.AddHours(15)) { Trackers = ["t2"] }),
        fences => fences.EndAsync("late", Saturday.AddHours(30)),
    ];

    private static CircleShape Circle(double metres, double radius) => new(North(metres), Longitude, radius);

    private static FencePoint[] Square(double from, double to, double across) =>
    [
        new(Longitude - across, North(from)), new(Longitude + across, North(from)), new(Longitude + across, North(to)), new(Longitude - across, North(to)),
        new(Longitude - across, North(from)),
    ];

    private static double North(double metres) => 48 + (metres / 111_194.9);
}
