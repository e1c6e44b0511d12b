using Tracker.Geo.Reports;

namespace LocationAggregator.Tracks;

/// <summary>
/// Line simplification (Ramer 1972; Douglas and Peucker 1973): omitted points lie within the tolerance of the simplified
/// line. Works on the sphere, so that the antimeridian and the poles need no special treatment.
/// </summary>
internal static class DouglasPeucker
{
    /// <summary>Returns the points to keep, in order. The first and the last are always kept.</summary>
    public static IReadOnlyList<Fix> Simplify(IReadOnlyList<Fix> path, double toleranceMetres)
    {
        if (path.Count <= 2)
        {
            return path;
        }

        UnitVector[] directions = [.. path.Select(fix => UnitVector.Of(fix.Latitude, fix.Longitude))];
        bool[] kept = new bool[path.Count];
        kept[0] = kept[^1] = true;
        // An explicit stack: a day can have more reports than the call stack has room for.
        Stack<(int From, int To)> segments = new([(0, path.Count - 1)]);
        while (segments.TryPop(out (int From, int To) segment))
        {
            (int farthest, double away) = Farthest(directions, segment.From, segment.To);
            if (away > toleranceMetres)
            {
                kept[farthest] = true;
                segments.Push((segment.From, farthest));
                segments.Push((farthest, segment.To));
            }
        }

        return [.. path.Where((_, i) => kept[i])];
    }

    private static (int Index, double Metres) Farthest(UnitVector[] path, int from, int to)
    {
        GreatCircleSegment segment = new(path[from], path[to]);
        (int farthest, double most) = (from, -1);
        for (int i = from + 1; i < to; i++)
        {
            double away = segment.DistanceMetres(path[i]);
            if (away > most)
            {
                (farthest, most) = (i, away);
            }
        }

        return (farthest, most);
    }
}
