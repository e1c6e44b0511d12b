using Tracker.Geo.Geodesy;

namespace Tracker.Geo.Fences.Areas;

/// <summary>Whether an edge, straight in longitude and latitude, comes within a great-circle distance of a place.</summary>
/// <remarks>Right also across the antimeridian and at the poles: what is measured is the edge itself, not a plane around it.</remarks>
internal static class EdgeDistance
{
    // On so short a stretch there is one nearest place.
    private const double LongestStretchDegrees = 5;

    public static bool IsWithin(in Place place, in Edge edge, double metres)
    {
        double across = Surroundings.LongitudeReach(place.Latitude, metres);
        double along = Surroundings.LatitudeReach(metres);
        for (double x = place.Longitude - (360 * Math.Ceiling((place.Longitude - edge.West + across) / 360)); x - across <= edge.East; x += 360)
        {
            // The part of the edge that lies near: all else is too far away.
            (double From, double To) part = Clip(edge.FromX, edge.ToX, x - across, x + across, (0, 1));
            part = Clip(edge.FromY, edge.ToY, place.Latitude - along, place.Latitude + along, part);
            if (part.From <= part.To && PartIsWithin(place, edge.Shifted(-x), part, metres))
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

    private static bool PartIsWithin(in Place place, in Edge edge, (double From, double To) part, double metres)
    {
        double extent = Math.Max(Math.Abs(edge.ToX - edge.FromX), Math.Abs(edge.ToY - edge.FromY));
        int stretches = Math.Max(1, (int)Math.Ceiling((part.To - part.From) * extent / LongestStretchDegrees));
        Approach approach = new(place, edge);
        for (int i = 0; i < stretches; i++)
        {
            double from = part.From + ((part.To - part.From) * i / stretches);
            double to = part.From + ((part.To - part.From) * (i + 1) / stretches);
            if (approach.Distance(approach.Nearest(from, to)) <= metres)
            {
                return true;
            }
        }

        return false;
    }

    // Along the edge, at the share t of it; longitudes are counted from the place.
    private readonly ref struct Approach(in Place place, in Edge edge)
    {
        private const int MostSteps = 60;

        private readonly double _x = double.DegreesToRadians(edge.FromX);
        private readonly double _y = double.DegreesToRadians(edge.FromY);
        private readonly double _eastwards = double.DegreesToRadians(edge.ToX - edge.FromX);
        private readonly double _northwards = double.DegreesToRadians(edge.ToY - edge.FromY);
        private readonly double _latitude = double.DegreesToRadians(place.Latitude);
        private readonly double _sin = place.SinLatitude;
        private readonly double _cos = place.CosLatitude;

        public double Distance(double t)
        {
            double latitude = _y + (t * _northwards);
            double halfNorth = Math.Sin((latitude - _latitude) / 2);
            double halfEast = Math.Sin((_x + (t * _eastwards)) / 2);
            double haversine = (halfNorth * halfNorth) + (_cos * Math.Cos(latitude) * halfEast * halfEast);
            return 2 * Earth.RadiusMetres * Math.Asin(Math.Min(1, Math.Sqrt(haversine)));
        }

        /// <summary>Where the cosine of the angle between place and edge is greatest: Newton's steps, halved where they leave the bracket.</summary>
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
            for (int i = 0; i < MostSteps; i++)
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
