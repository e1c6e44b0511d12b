namespace Tracker.Tests.Days;

/// <summary>
/// Where a vehicle really is: from its depot back and forth over its route to the depot again. Times are seconds since midnight UTC.
/// </summary>
internal sealed class GeneratedShift
{
    private readonly List<(double From, double To, (double East, double North) Start, (double East, double North) End)> _legs = [];
    private readonly Random _random;

    public GeneratedShift(Random random, int route, (double East, double North) depot)
    {
        _random = random;
        StartsAt = random.Next(4 * 3_600, 9 * 3_600);
        double until = StartsAt + random.Next(6 * 3_600, 10 * 3_600);
        EndsAt = StartsAt;
        Stand(depot, 600, 1_500);
        (double East, double North)[] stops = GeneratedCity.Stops(route);
        Drive(depot, stops[0]);
        while (EndsAt < until)
        {
            Stand(stops[0], 240, 900);
            for (int stop = 1; stop < stops.Length; stop++)
            {
                Drive(stops[stop - 1], stops[stop]);
                Stand(stops[stop], 10, 40);
            }

            stops = [.. stops.Reverse()];
        }

        Drive(stops[0], depot);
        Stand(depot, 400, 1_200);
    }

    public double StartsAt { get; }

    public double EndsAt { get; private set; }

    /// <returns>Metres to the east and the north of the centre, and metres per second: 0 where it stands.</returns>
    public (double East, double North, double Speed) At(double second)
    {
        (double from, double to, (double East, double North) start, (double East, double North) end) = _legs.First(leg => second < leg.To);
        double part = (second - from) / (to - from);
        double east = end.East - start.East;
        double north = end.North - start.North;
        return (start.East + (part * east), start.North + (part * north), Math.Sqrt((east * east) + (north * north)) / (to - from));
    }

    private void Stand((double East, double North) at, int least, int most) => Go(at, at, _random.Next(least, most));

    private void Drive((double East, double North) from, (double East, double North) to)
    {
        double metres = Math.Sqrt(Math.Pow(to.East - from.East, 2) + Math.Pow(to.North - from.North, 2));
        Go(from, to, metres / (6 + (6 * _random.NextDouble())));
    }

    private void Go((double East, double North) from, (double East, double North) to, double seconds)
    {
        _legs.Add((EndsAt, EndsAt + seconds, from, to));
        EndsAt += seconds;
    }
}
