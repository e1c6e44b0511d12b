namespace Tracker.Geo.Fences;

/// <summary>
/// A ring or a line whose longitudes are unwrapped: they do not jump at the antimeridian. A step of more than 180 degrees
/// takes the shorter way, across it.
/// </summary>
internal sealed class UnrolledRing
{
    private readonly FencePoint[] _points;

    // Whole turns per point. They are added to the original longitude in one step, so that equal points remain exactly equal.
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

    /// <summary>Unwrapped longitudes in degrees: the original ones plus whole turns.</summary>
    public double[] X { get; }

    /// <summary>Degrees.</summary>
    public double[] Latitude { get; }

    /// <summary>How many times the ring goes around the earth, positive eastwards; 0 if it encloses no pole.</summary>
    public int Turns { get; }

    public double West { get; }

    public double East { get; }

    /// <summary>Whether the ring reaches from one edge of the map to the other. Its sides there are a seam, not a border.</summary>
    public bool SpansMap => Turns == 0 && East - West == 360;

    /// <summary>
    /// The mean sine of the latitude along a ring that goes around the earth; positive if the smaller side is the northern
    /// one.
    /// </summary>
    public double PoleAreaSine { get; }

    /// <summary>Whether the ring encloses the north pole. Of its two sides, the smaller one is the inside.</summary>
    public bool EnclosesNorthPole => Turns != 0 && PoleAreaSine > 0;

    /// <summary>Whether the ring encloses the south pole.</summary>
    public bool EnclosesSouthPole => Turns != 0 && PoleAreaSine <= 0;

    /// <summary>
    /// Unwraps a ring. A step of exactly 360 degrees, from one edge of the map to the other, is kept: it is a whole
    /// parallel, or a pole.
    /// </summary>
    public static UnrolledRing OfRing(FencePoint[] ring) => new(ring, step => Math.Abs(step) < 360 ? TurnsOfStep(step) : 0);

    /// <summary>Unwraps a line. A step of exactly 360 degrees stays on the antimeridian.</summary>
    public static UnrolledRing OfLine(FencePoint[] line) => new(line, TurnsOfStep);

    /// <summary>The whole turns (1, 0 or -1) that turn a step into the shorter way around.</summary>
    public static int TurnsOfStep(double degrees) => degrees switch { > 180 => -1, < -180 => 1, _ => 0 };

    /// <summary>
    /// The edges, each moved by whole turns into the 360 degrees east of <paramref name="west"/>; twice if an edge extends
    /// beyond them.
    /// </summary>
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

    /// <summary>The edges, all moved by the same whole turns, so that the ring starts at or east of <paramref name="west"/>.</summary>
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
