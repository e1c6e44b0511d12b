namespace Tracker.Geo.Fences.Areas;

/// <summary>Questions to the edges near a place or a way, on each turn on which they can lie.</summary>
internal static class NearEdges
{
    public static bool AnyWithin(EdgeBands edges, in Place place, double metres)
    {
        double across = Surroundings.LongitudeReach(place.Latitude, metres);
        double south = place.Latitude - Surroundings.LatitudeReach(metres);
        double north = place.Latitude + Surroundings.LatitudeReach(metres);
        for (double x = place.Longitude - 360; x - across <= edges.East; x += 360)
        {
            foreach (ref readonly Edge edge in edges.Between(x - across, x + across))
            {
                if (edge.South <= north && edge.North >= south && EdgeDistance.IsWithin(place, edge, metres))
                {
                    return true;
                }
            }
        }

        return false;
    }

    public static bool AnyMeets(EdgeBands edges, in Edge way)
    {
        for (Edge moved = way.Shifted(-360); moved.West <= edges.East; moved = moved.Shifted(360))
        {
            foreach (ref readonly Edge edge in edges.Between(moved.West, moved.East))
            {
                if (edge.Meets(moved))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
