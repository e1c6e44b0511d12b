namespace Tracker.Data.Fences;

/// <summary>On which side of a ring a point lies, by ray casting with the border told apart.</summary>
internal static class RingSide
{
    /// <summary>1 inside, 0 on the ring, -1 outside.</summary>
    public static int Of(FencePoint[] ring, FencePoint point)
    {
        bool inside = false;
        for (int i = 1; i < ring.Length; i++)
        {
            FencePoint from = ring[i - 1];
            FencePoint to = ring[i];
            double turn = Turn(from, to, point);
            if (turn == 0 && IsWithinBox(from, to, point))
            {
                return 0;
            }

            // Half-open in latitude, so that a ray through a corner counts it once.
            bool upwards = from.Latitude <= point.Latitude && point.Latitude < to.Latitude;
            bool downwards = to.Latitude <= point.Latitude && point.Latitude < from.Latitude;
            if ((upwards && turn > 0) || (downwards && turn < 0))
            {
                inside = !inside;
            }
        }

        return inside ? 1 : -1;
    }

    /// <summary>Positive where <paramref name="point"/> lies left of the way from one to the other, negative right, 0 on the line.</summary>
    public static double Turn(FencePoint from, FencePoint to, FencePoint point) =>
        ((to.Longitude - from.Longitude) * (point.Latitude - from.Latitude))
        - ((to.Latitude - from.Latitude) * (point.Longitude - from.Longitude));

    private static bool IsWithinBox(FencePoint from, FencePoint to, FencePoint point) =>
        Math.Min(from.Longitude, to.Longitude) <= point.Longitude && point.Longitude <= Math.Max(from.Longitude, to.Longitude)
        && Math.Min(from.Latitude, to.Latitude) <= point.Latitude && point.Latitude <= Math.Max(from.Latitude, to.Latitude);
}
