using Tracker.Geo.Geodesy;

namespace Tracker.Geo.Fences.Areas;

/// <summary>Tests whether an edge, straight in longitude and latitude, comes within a great-circle distance of a point.</summary>
/// <remarks>Exact across the antimeridian and at the poles: it measures the edge itself, not its projection onto a plane.</remarks>
internal static class EdgeDistance
{
    // A piece this short has a single nearest point.
    private const double MaxPieceDegrees = 5;

    public static bool IsWithin(in PreparedPoint point, in Edge edge, double metres)
    {
        double across = SearchBox.DegreesOfLongitude(point.Latitude, metres);
        double along = SearchBox.DegreesOfLatitude(metres);
        for (double x = point.Longitude - (360 * Math.Ceiling((point.Longitude - edge.West + across) / 360)); x - across <= edge.East; x += 360)
        {
            // Only the part of the edge inside the search box can be near enough.
            (double From, double To) part = Clip(edge.FromX, edge.ToX, x - across, x + across, (0, 1));
            part = Clip(edge.FromY, edge.ToY, point.Latitude - along, point.Latitude + along, part);
            if (part.From <= part.To && PartIsWithin(point, edge.Shifted(-x), part, metres))
            {
                return true;
            }
        }

        return false;
    }

    private static (double From, double To) Clip(double start, double end, double least, double most, (double From, double To) part)
    {
        if (start == end)
        {
            return start >= least && start <= most ? part : (1, 0);
        }

        double one = (least - start) / (end - start);
        double other = (most - start) / (end - start);
        return (Math.Max(part.From, Math.Min(one, other)), Math.Min(part.To, Math.Max(one, other)));
    }

    private static bool PartIsWithin(in PreparedPoint point, in Edge edge, (double From, double To) part, double metres)
    {
        double extent = Math.Max(Math.Abs(edge.ToX - edge.FromX), Math.Abs(edge.ToY - edge.FromY));
        int pieces = Math.Max(1, (int)Math.Ceiling((part.To - part.From) * extent / MaxPieceDegrees));
        Approach approach = new(point, edge);
        for (int i = 0; i < pieces; i++)
        {
            double from = part.From + ((part.To - part.From) * i / pieces);
            double to = part.From + ((part.To - part.From) * (i + 1) / pieces);
            if (approach.Distance(approach.Nearest(from, to)) <= metres)
            {
                return true;
            }
        }

        return false;
    }

    // Distances along the edge at the fraction t of its length; longitudes are relative to the point.
    private readonly ref struct Approach(in PreparedPoint point, in Edge edge)
    {
        private const int MaxSteps = 60;

        private readonly double _x = double.DegreesToRadians(edge.FromX);
        private readonly double _y = double.DegreesToRadians(edge.FromY);
        private readonly double _eastwards = double.DegreesToRadians(edge.ToX - edge.FromX);
        private readonly double _northwards = double.DegreesToRadians(edge.ToY - edge.FromY);
        private readonly double _latitude = double.DegreesToRadians(point.Latitude);
        private readonly double _sin = point.SinLatitude;
        private readonly double _cos = point.CosLatitude;

        public double Distance(double t)
        {
            double latitude = _y + (t * _northwards);
            double halfNorth = Math.Sin((latitude - _latitude) / 2);
            double halfEast = Math.Sin((_x + (t * _eastwards)) / 2);
            double haversine = (halfNorth * halfNorth) + (_cos * Math.Cos(latitude) * halfEast * halfEast);
            return 2 * Earth.RadiusMetres * Math.Asin(Math.Min(1, Math.Sqrt(haversine)));
        }

        /// <summary>
        /// The fraction at which the cosine of the angle between point and edge is greatest: Newton's method, with
        /// bisection when a step leaves the bracket.
        /// </summary>
        public double Nearest(double from, double to)
        {
            if (Slopes(from).First <= 0)
            {
                return from;
            }

            if (Slopes(to).First >= 0)
            {
                return to;
            }

            double t = (from + to) / 2;
            for (int i = 0; i < MaxSteps; i++)
            {
                (double first, double second) = Slopes(t);
                (from, to) = first > 0 ? (t, to) : (from, t);
                double next = second < 0 ? t - (first / second) : double.NaN;
                next = next > from && next < to ? next : (from + to) / 2;
                if (Math.Abs(next - t) < 1e-12)
                {
                    return next;
                }

                t = next;
            }

            return t;
        }

        private (double First, double Second) Slopes(double t)
        {
            (double sin, double cos) = Math.SinCos(_y + (t * _northwards));
            (double sinEast, double cosEast) = Math.SinCos(_x + (t * _eastwards));
            double half = Math.Sin((_x + (t * _eastwards)) / 2);
            double first = (_northwards * (Math.Sin(_latitude - _y - (t * _northwards)) + (2 * _cos * sin * half * half)))
                - (_eastwards * _cos * cos * sinEast);
            double second = (-_northwards * _northwards * ((_sin * sin) + (_cos * cos * cosEast)))
                + (2 * _northwards * _eastwards * _cos * sin * sinEast)
                - (_eastwards * _eastwards * _cos * cos * cosEast);
            return (first, second);
        }
    }
}
