namespace Tracker.Geo.Fences;

/// <summary>
/// Sweeps over the corners of a polygon from west to east (Shamos and Hoey 1976). The first two edges to cross are
/// neighbours on the sweep line just before they cross, so only neighbours are compared. What lies just above an edge
/// follows from what lies above the next edge to the south. If the outer ring goes around the earth, the sweep covers one
/// turn from its westernmost point, and edges that extend beyond the turn occur twice, at its start and at its end.
/// </summary>
internal sealed class RingSweep
{
    private readonly double _west;
    private readonly RingEdge[] _edges;
    private readonly SweepLine _line;
    private readonly Dictionary<RingEdge, SweepLine.Node> _nodes = [];
    private readonly List<RingEdge> _ending = [];
    private readonly List<RingEdge> _beginning = [];
    private (double X, double Y) _corner;
    private string? _crossing;
    private string? _misplaced;

    /// <param name="rings">
    /// The outer ring first; no point repeats the previous one. At most one hole encloses each pole. If there are holes,
    /// the sides of an outer ring along the antimeridian are omitted.
    /// </param>
    public RingSweep(IReadOnlyList<UnrolledRing> rings)
    {
        UnrolledRing outer = rings[0];
        _west = outer.West;
        _edges = [.. rings.SelectMany((ring, number) => EdgesOf(ring, number, outer, rings.Count > 1))];
        int southernHole = 1 + rings.Skip(1).ToList().FindIndex(ring => ring.EnclosesSouthPole);
        _line = new SweepLine(new Containment(outer.EnclosesSouthPole, southernHole));
    }

    /// <summary>The number of comparisons of an edge with another edge or with a corner.</summary>
    public long Comparisons { get; private set; }

    /// <summary>Returns what is wrong and where; null if the polygon is valid.</summary>
    public string? Problem()
    {
        bool turnBegun = false;
        (((double X, double Y) Corner, RingEdge Edge, bool Ends)[] ends, int next) = (Ends(), 0);
        while (next < ends.Length && _crossing is null)
        {
            _corner = ends[next].Corner;
            for (; next < ends.Length && ends[next].Corner == _corner; next++)
            {
                (ends[next].Ends ? _ending : _beginning).Add(ends[next].Edge);
            }

            if (!turnBegun && _corner.X > _west)
            {
                ClassifyAll();
                turnBegun = true;
            }

            Pass();
        }

        return _crossing ?? _misplaced;
    }

    private IEnumerable<RingEdge> EdgesOf(UnrolledRing ring, int number, UnrolledRing outer, bool hasHoles)
    {
        bool isAround = outer.Turns != 0 || (number > 0 && outer.SpansMap);
        bool hasSeam = number == 0 && outer.SpansMap && hasHoles;
        return (isAround ? ring.EdgesAround(_west) : ring.EdgesFrom(_west))
            .Where(edge => !hasSeam || edge.Line.West < edge.Line.East || (edge.Line.West > _west && edge.Line.East < outer.East))
            .Select(edge => new RingEdge(number, edge.Index, ring.X.Length - 1, edge.Line));
    }

    private ((double X, double Y) Corner, RingEdge Edge, bool Ends)[] Ends() => [.. _edges
        .SelectMany(edge => new[] { (Corner: edge.First, Edge: edge, Ends: false), (Corner: edge.Last, Edge: edge, Ends: true) })
        .OrderBy(end => end.Corner)];

    // Edges that end at the corner leave the sweep line before those that begin there enter it, from south to north.
    private void Pass()
    {
        foreach (RingEdge edge in _ending)
        {
            _nodes.Remove(edge, out SweepLine.Node? node);
            node!.Remove();
            Compare(node.South.Edge, node.North[0]?.Edge);
        }

        CompareAtCorner();
        foreach (RingEdge edge in _beginning.OrderBy(edge => edge.Slope))
        {
            SweepLine.Node node = _line.Insert(edge, other =>
            {
                Compare(edge, other);
                return edge.LiesAbove(other);
            });
            _nodes.Add(edge, node);
            if (_corner.X > _west)
            {
                Classify(node);
            }
        }

        _ending.Clear();
        _beginning.Clear();
    }

    // Edges of other rings may lie between two edges of one ring that touch here.
    private void CompareAtCorner()
    {
        SweepLine.Node? through = _line.LastBelow(edge =>
        {
            Comparisons++;
            return edge.HeightOf(_corner) > 0;
        }).North[0];
        RingEdge? before = null;
        foreach (RingEdge edge in _ending.Concat(_beginning).OrderBy(edge => edge.Ring).ThenBy(edge => edge.Index))
        {
            Compare(edge, through?.Edge);
            Compare(edge, before?.Ring == edge.Ring ? before : null);
            before = edge;
        }
    }

    private void Compare(RingEdge? one, RingEdge? other)
    {
        if (_crossing is not null || one is null || other is null)
        {
            return;
        }

        Comparisons++;
        if (one.Collision(other) is { } point)
        {
            _crossing = one.Ring == other.Ring
                ? $"{RingCrossings.NameOf(one.Ring)}: it touches or crosses itself near {point}"
                : $"{RingCrossings.NameOf(Math.Min(one.Ring, other.Ring))} and {RingCrossings.NameOf(Math.Max(one.Ring, other.Ring))} cross near {point}";
        }
    }

    // West of the start lie only edges that extend beyond the turn; what lies between them is known only once the turn begins.
    private void ClassifyAll()
    {
        for (SweepLine.Node? node = _line.South.North[0]; node is not null; node = node.North[0])
        {
            Classify(node);
        }
    }

    private void Classify(SweepLine.Node node)
    {
        Containment below = node.South.Containment;
        int ring = node.Edge!.Ring;
        node.Containment = ring == 0 ? below with { InOuter = !below.InOuter } : below with { Hole = below.Hole == 0 ? ring : 0 };
        (int hole, string? fault) = (ring, below) switch
        {
            (0, { Hole: > 0 }) when !node.Edge.IsPole => (below.Hole, "leaves the outer ring"),
            ( > 0, { InOuter: false }) => (ring, "leaves the outer ring"),
            ( > 0, { Hole: > 0 }) when below.Hole != ring => (ring, $"reaches into {RingCrossings.NameOf(below.Hole)}"),
            _ => default,
        };
        _misplaced ??= fault is null ? null : $"{RingCrossings.NameOf(hole)} {fault} near {RingEdge.OnMap(node.Edge.First.X, node.Edge.First.Y)}";
    }
}
