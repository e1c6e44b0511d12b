namespace Tracker.Geo.Fences;

/// <summary>
/// A ring (or a line) laid out along longitudes that do not jump at the antimeridian: a step of more than 180 degrees goes
/// the shorter way, across it.
/// </summary>
internal sealed class UnrolledRing
{
    private readonly FencePoint[] _points;

    // Whole turns of each point. They are added to the longitude that was given, once, so that equal places stay exactly equal.
    private readonly int[] _turns;

    private UnrolledRing(FencePoint[] ring, Func<double, int> turnsOf)
    {
        _points = ring;
        _turns = new int[ring.Length];
        X = new double[ring.Length];
        Latitude = new double[ring.Length];
        double sines = 0;
        int around = 0;
        for (int i = 0; i < ring.Length; i++)
        {
            if (i > 0)
            {
                around += turnsOf(ring[i].Longitude - ring[i - 1].Longitude);
            }

            _turns[i] = around;
            X[i] = ring[i].Longitude + (360.0 * around);
            Latitude[i] = ring[i].Latitude;
            if (i > 0)
            {
                sines += (X[i] - X[i - 1]) * (Sine(Latitude[i]) + Sine(Latitude[i - 1])) / 2;
            }
        }

        Turns = around;
        West = X.Min();
        East = X.Max();
        PoleAreaSine = around == 0 ? 0 : sines / (360 * around);
    }

    /// <summary>Longitudes without jumps, in degrees: the given ones plus whole turns.</summary>
    public double[] X { get; }

    /// <summary>Degrees.</summary>
    public double[] Latitude { get; }

    /// <summary>How often it goes around the earth, east positive: 0 for a ring that encloses no pole.</summary>
    public int Turns { get; }

    public double West { get; }

    public double East { get; }

    /// <summary>Whether it reaches from one edge of the map to the other: its sides there are a seam and no border.</summary>
    public bool SpansMap => Turns == 0 && East - West == 360;

    /// <summary>The mean sine of the latitude along a ring around the poles: positive where the smaller side is the northern one.</summary>
    public double PoleAreaSine { get; }

    /// <summary>Whether it is a ring around the north pole: of the two sides the smaller one is meant.</summary>
    public bool HoldsNorthPole => Turns != 0 && PoleAreaSine > 0;

    /// <summary>Whether it is a ring around the south pole.</summary>
    public bool HoldsSouthPole => Turns != 0 && PoleAreaSine <= 0;

    /// <summary>
    /// Of a ring. A step of exactly 360 degrees, from one edge of the map to the other, stays what it is in the plane: a
    /// whole parallel (at a pole, the pole).
    /// </summary>
    public static UnrolledRing OfRing(FencePoint[] ring) => new(ring, step => Math.Abs(step) < 360 ? TurnsOfStep(step) : 0);

    /// <summary>Of a line. A step of exactly 360 degrees stays where it is, on the antimeridian.</summary>
    public static UnrolledRing OfLine(FencePoint[] line) => new(line, TurnsOfStep);

    /// <summary>The whole turns, 1, 0 or -1, that make a step of these degrees the shorter way around.</summary>
    public static int TurnsOfStep(double degrees) => degrees > 180 ? -1 : degrees < -180 ? 1 : 0;

    /// <summary>Its edges, each moved by whole turns into the 360 degrees from <paramref name="west"/> on; twice where it sticks out of them.</summary>
    public IEnumerable<(int Index, Edge Line)> EdgesAround(double west)
    {
        for (int i = 1; i < X.Length; i++)
        {
            int shift = (int)Math.Ceiling((west - Math.Min(X[i - 1], X[i])) / 360);
            Edge edge = At(i, shift);
            yield return (i, edge);
            if (edge.East - 360 >= west)
            {
                yield return (i, At(i, shift - 1));
            }
        }
    }

    /// <summary>Its edges, all moved by the same whole turns, so that the ring begins at or east of <paramref name="west"/>.</summary>
    public IEnumerable<(int Index, Edge Line)> EdgesFrom(double west)
    {
        int shift = (int)Math.Ceiling((west - West) / 360);
        for (int i = 1; i < X.Length; i++)
        {
            yield return (i, At(i, shift));
        }
    }

    private static double Sine(double latitude) => Math.Sin(double.DegreesToRadians(latitude));

    private Edge At(int i, int shift) => new(
        _points[i - 1].Longitude + (360.0 * (_turns[i - 1] + shift)),
        Latitude[i - 1],
        _points[i].Longitude + (360.0 * (_turns[i] + shift)),
        Latitude[i]);
}
