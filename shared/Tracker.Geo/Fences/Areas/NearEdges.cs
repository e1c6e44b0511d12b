namespace Tracker.Geo.Fences.Areas;

/// <summary>Searches the edges near a point or a leg, at every multiple of 360 degrees at which they can lie.</summary>
internal static class NearEdges
{
    public static bool AnyWithin(EdgeBands edges, in PreparedPoint point, double metres)
    {
        double across = SearchBox.DegreesOfLongitude(point.Latitude, metres);
        double south = point.Latitude - SearchBox.DegreesOfLatitude(metres);
        double north = point.Latitude + SearchBox.DegreesOfLatitude(metres);
        for (double x = point.Longitude - 360; x - across <= edges.East; x += 360)
        {
            foreach (ref readonly Edge edge in edges.Between(x - across, x + across))
            {
                if (edge.South <= north && edge.North >= south && EdgeDistance.IsWithin(point, edge, metres))
                {
                    return true;
                }
            }
        }

        return false;
    }

    public static bool AnyIntersects(EdgeBands edges, in Edge leg)
    {
        for (Edge moved = leg.Shifted(-360); moved.West <= edges.East; moved = moved.Shifted(360))
        {
            foreach (ref readonly Edge edge in edges.Between(moved.West, moved.East))
            {
                if (edge.Intersects(moved))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
