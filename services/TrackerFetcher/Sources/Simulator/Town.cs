namespace TrackerFetcher.Sources.Simulator;

/// <summary>Metres east and north of the centre.</summary>
internal readonly record struct Spot(double East, double North)
{
    public static Spot operator +(Spot left, Spot right) => new(left.East + right.East, left.North + right.North);
}

/// <summary>
/// Where the fleet goes: the places at which it stops (the demo's fences lie around them), and a plane around the centre.
/// </summary>
internal sealed class Town(double centreLatitude, double centreLongitude)
{
    private const double MetresPerDegree = 6_371_000 * Math.PI / 180;

    /// <summary>Stations, markets, parks: distances from the centre as in Vienna.</summary>
    public static readonly IReadOnlyList<Spot> Places =
    [
        new(185, -2569),   // main station
        new(-2675, -1279), // western station
        new(1349, 1145),   // Praterstern
        new(-4565, -2602), // palace gardens
        new(-1245, 289),   // town hall
        new(-356, -845),   // Karlsplatz
        new(526, -1846),   // Belvedere
        new(-771, -1090),  // market
        new(89, 1935),     // Augarten
        new(-1986, 1345),  // hospital
        new(3172, 2969),   // Donau City
        new(3461, -122),   // stadium
        new(-2964, -3736), // Meidling station
    ];

    private readonly double _metresPerDegreeEast = MetresPerDegree * Math.Cos(centreLatitude * Math.PI / 180);

    public double LatitudeOf(Spot spot) => centreLatitude + (spot.North / MetresPerDegree);

    public double LongitudeOf(Spot spot) => centreLongitude + (spot.East / _metresPerDegreeEast);
}
