using Tracker.Geo.Reports;

namespace LocationAggregator.Tracks;

/// <summary>
/// Simplifies a way (Ramer 1972; Douglas and Peucker 1973): what is left out lies within the tolerance of what is kept.
/// On the sphere, so that neither the antimeridian nor a pole is special.
/// </summary>
internal static class DouglasPeucker
{
    /// <summary>The points to keep, in order; the first and the last are always kept.</summary>
    public static IReadOnlyList<Fix> Simplify(IReadOnlyList<Fix> way, double toleranceMetres)
    {
        if (way.Count <= 2)
        {
            return way;
        }

        Direction[] directions = [.. way.Select(fix => Direction.Of(fix.Latitude, fix.Longitude))];
        bool[] kept = new bool[way.Count];
        kept[0] = kept[^1] = true;
        // A stack of its own: a day can hold more reports than the process has frames.
        Stack<(int From, int To)> stretches = new([(0, way.Count - 1)]);
        while (stretches.TryPop(out (int From, int To) stretch))
        {
            (int farthest, double away) = Farthest(directions, stretch.From, stretch.To);
            if (away > toleranceMetres)
            {
                kept[farthest] = true;
                stretches.Push((stretch.From, farthest));
                stretches.Push((farthest, stretch.To));
            }
        }

        return [.. way.Where((_, i) => kept[i])];
    }

    private static (int Index, double Metres) Farthest(Direction[] way, int from, int to)
    {
        GreatCircleSegment segment = new(way[from], way[to]);
        (int farthest, double most) = (from, -1);
        for (int i = from + 1; i < to; i++)
        {
            double away = segment.DistanceMetres(way[i]);
            if (away > most)
            {
                (farthest, most) = (i, away);
            }
        }

        return (farthest, most);
    }
}
