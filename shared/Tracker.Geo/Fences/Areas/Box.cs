namespace Tracker.Geo.Fences.Areas;

/// <summary>A box of the map in degrees, borders included; it does not reach across the antimeridian.</summary>
/// <param name="West">-180 to 180.</param>
/// <param name="South">-90 to 90.</param>
/// <param name="East">Not less than <paramref name="West"/>.</param>
/// <param name="North">Not less than <paramref name="South"/>.</param>
public readonly record struct Box(double West, double South, double East, double North)
{
    /// <summary>Whether the place is in it or on its border.</summary>
    public bool Holds(double longitude, double latitude) => West <= longitude && longitude <= East && South <= latitude && latitude <= North;

    /// <summary>Whether the two have a place in common.</summary>
    public bool Meets(in Box other) => West <= other.East && other.West <= East && South <= other.North && other.South <= North;

    /// <summary>Boxes of the map for one that reaches beyond its edge at the antimeridian.</summary>
    /// <param name="west">Degrees; beyond 180 where it lies beyond the antimeridian.</param>
    /// <param name="south">Degrees.</param>
    /// <param name="east">Not less than <paramref name="west"/>; 360 or more from it: all longitudes.</param>
    /// <param name="north">Degrees.</param>
    public static IReadOnlyList<Box> Split(double west, double south, double east, double north)
    {
        if (east - west >= 360)
        {
            return [new Box(-180, south, 180, north)];
        }

        double turns = 360 * Math.Floor((west + 180) / 360);
        (west, east) = (west - turns, east - turns);

        // A box that ends at the antimeridian is met from its other side, too.
        return east >= 180 ? [new Box(west, south, 180, north), new Box(-180, south, east - 360, north)]
            : west == -180 ? [new Box(west, south, east, north), new Box(180, south, 180, north)]
            : [new Box(west, south, east, north)];
    }
}
