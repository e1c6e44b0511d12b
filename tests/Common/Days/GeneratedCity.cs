namespace Tracker.Tests.Days;

/// <summary>An invented city in the Atlantic: depots, routes from terminal to terminal through its centre, and fences over them.</summary>
internal static class GeneratedCity
{
    public const int Routes = 8;

    private const double MetresPerDegree = 111_194.9;

    public static readonly (double Latitude, double Longitude) Centre = (44.5, -28.3);

    // Metres to the east and the north of the centre.
    public static readonly (double East, double North)[] Depots =
    [
        (-3_500, 2_500), (3_000, -3_200), (600, 5_200), (-5_100, -1_000), (5_600, 1_900), (-900, -4_700),
    ];

    public static string FenceFile { get; } = FenceFeatures.Collection(
        FenceFeatures.Circle("c01", Centre, 800),
        FenceFeatures.Circle("c02", At(150, 250), 300),
        FenceFeatures.Circle("c03", At(Depots[0].East, Depots[0].North), 250),
        FenceFeatures.Circle("c04", At(Terminal(0, 1).East, Terminal(0, 1).North), 150),
        FenceFeatures.Circle("c05", At(Terminal(3, -1).East, Terminal(3, -1).North), 20),
        FenceFeatures.Circle("c06", At(-2_200, -900), 700),
        FenceFeatures.Circle("c07", At(0, 0), 2_500),
        FenceFeatures.Circle("c08", At(0, 0), 20_000),
        FenceFeatures.Circle("c09", (0, -150), 1_000),
        FenceFeatures.Polygon("p01", [At(-9_000, 900), At(9_000, 900), At(9_000, 1_500), At(-9_000, 1_500)]),
        FenceFeatures.Polygon(
            "p02", [At(1_000, -4_000), At(4_000, -4_000), At(4_000, -1_000), At(3_400, -1_000), At(3_400, -3_400), At(1_000, -3_400)]),
        FenceFeatures.Polygon("p03", Star(At(0, 0), 10)),
        FenceFeatures.Polygon("p04", Square(0, 0, 2_500), Square(0, 0, 1_200)),
        FenceFeatures.MultiPolygon("p05", Square(-4_000, 3_000, 900), Square(4_000, 3_000, 900)),
        // Its southern edge runs exactly through the place where the vehicles of a depot park.
        FenceFeatures.Polygon("p06", [At(400, Depots[2].North), At(800, Depots[2].North), At(800, 5_400), At(400, 5_400)]));

    public static (int All, int Circles, int WithHoles) FenceCounts => (15, 9, 1);

    /// <summary>A place as a file writes it, with six decimals.</summary>
    public static (double Latitude, double Longitude) At(double east, double north) => (
        Math.Round(Centre.Latitude + (north / MetresPerDegree), 6),
        Math.Round(Centre.Longitude + (east / MetresPerDegree / Math.Cos(Math.PI / 180 * Centre.Latitude)), 6));

    /// <summary>The stops of a route from one terminal to the other, about 600 m apart.</summary>
    public static (double East, double North)[] Stops(int route)
    {
        int count = (int)(2 * Length(route) / 600);
        return [.. Enumerable.Range(0, count + 1).Select(stop => Terminal(route, 1 - (2.0 * stop / count)))];
    }

    // The route runs through the centre, with a bend on either side; 1 and -1 are its ends.
    private static (double East, double North) Terminal(int route, double along)
    {
        double angle = Math.PI * route / Routes;
        double bend = 600 * Math.Sin(Math.PI * along);
        double ahead = Length(route) * along;
        return ((ahead * Math.Cos(angle)) - (bend * Math.Sin(angle)), (ahead * Math.Sin(angle)) + (bend * Math.Cos(angle)));
    }

    private static double Length(int route) => 5_000 + (500 * route);

    private static (double Latitude, double Longitude)[] Square(double east, double north, double half) =>
        [At(east - half, north - half), At(east + half, north - half), At(east + half, north + half), At(east - half, north + half)];

    private static (double Latitude, double Longitude)[] Star((double Latitude, double Longitude) centre, int points) =>
    [
        .. Enumerable.Range(0, points).Select(point =>
        {
            double angle = 2 * Math.PI * point / points;
            double reach = point % 2 == 0 ? 0.04 : 0.015;
            return (
                Math.Round(centre.Latitude + (reach * Math.Sin(angle)), 6),
                Math.Round(centre.Longitude + (reach * Math.Cos(angle)), 6));
        }),
    ];
}
