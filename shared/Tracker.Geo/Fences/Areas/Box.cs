namespace Tracker.Geo.Fences.Areas;

/// <summary>A bounding box in degrees, including its border. It does not cross the antimeridian.</summary>
/// <param name="West">Degrees, -180 to 180.</param>
/// <param name="South">Degrees, -90 to 90.</param>
/// <param name="East">Degrees; not less than <paramref name="West"/>.</param>
/// <param name="North">Degrees; not less than <paramref name="South"/>.</param>
public readonly record struct Box(double West, double South, double East, double North)
{
    /// <summary>Whether the point is inside the box or on its border.</summary>
    public bool Contains(double longitude, double latitude) => West <= longitude && longitude <= East && South <= latitude && latitude <= North;

    /// <summary>Whether the boxes have at least one point in common.</summary>
    public bool Intersects(in Box other) => West <= other.East && other.West <= East && South <= other.North && other.South <= North;

    /// <summary>Splits a box that may cross the antimeridian into boxes that do not.</summary>
    /// <param name="west">Degrees; may be beyond ±180.</param>
    /// <param name="south">Degrees.</param>
    /// <param name="east">Degrees; not less than <paramref name="west"/>. A difference of 360 or more covers all longitudes.</param>
    /// <param name="north">Degrees.</param>
    public static IReadOnlyList<Box> Split(double west, double south, double east, double north)
    {
        if (east - west >= 360)
        {
            return [new Box(-180, south, 180, north)];
        }

        double turns = 360 * Math.Floor((west + 180) / 360);
        (west, east) = (west - turns, east - turns);

        // A box that ends at the antimeridian also covers the same meridian on the other side of the map.
        if (east >= 180)
        {
            return [new Box(west, south, 180, north), new Box(-180, south, east - 360, north)];
        }

        return west == -180
            ? [new Box(west, south, east, north), new Box(180, south, 180, north)]
            : [new Box(west, south, east, north)];
    }
}
