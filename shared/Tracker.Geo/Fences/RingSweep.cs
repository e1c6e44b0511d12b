namespace Tracker.Geo.Fences;

/// <summary>
/// Sweeps over the edges of a polygon from corner to corner, west to east (Shamos and Hoey 1976). Until two of them cross,
/// those that cross first are neighbours on the sweep line just before, so that only neighbours need to be compared. What
/// lies just above an edge follows from what lies above the next one to the south. Where the outer ring goes around the
/// earth, one turn from its west on is looked at, and edges that stick out of it are there twice, at its beginning and its end.
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
    /// The outer one first; no point repeats the one before it. Around each pole goes one hole at most, and beside holes the
    /// sides of an outer ring at the edges of the map are left out.
    /// </param>
    public RingSweep(IReadOnlyList<UnrolledRing> rings)
    {
        UnrolledRing outer = rings[0];
        _west = outer.West;
        _edges = [.. rings.SelectMany((ring, number) => EdgesOf(ring, number, outer, rings.Count > 1))];
        int southernHole = 1 + rings.Skip(1).ToList().FindIndex(ring => ring.HoldsSouthPole);
        _line = new SweepLine(new Ground(outer.HoldsSouthPole, southernHole));
    }

    /// <summary>How often an edge was compared with another one, or with a corner.</summary>
    public long Comparisons { get; private set; }

    /// <summary>What is wrong, with the place; null where nothing is.</summary>
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
                SettleAll();
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

    // What ends at the corner leaves the line before what begins there enters it, from the south to the north.
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
                Settle(node);
            }
        }

        _ending.Clear();
        _beginning.Clear();
    }

    // Edges of other rings may lie between two of one ring that touch here.
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
        if (one.Collision(other) is { } place)
        {
            _crossing = one.Ring == other.Ring
                ? $"{RingCrossings.NameOf(one.Ring)}: it touches or crosses itself near {place}"
                : $"{RingCrossings.NameOf(Math.Min(one.Ring, other.Ring))} and {RingCrossings.NameOf(Math.Max(one.Ring, other.Ring))} cross near {place}";
        }
    }

    // Further west lie only the edges that stick out: what is between them is not known before.
    private void SettleAll()
    {
        for (SweepLine.Node? node = _line.South.North[0]; node is not null; node = node.North[0])
        {
            Settle(node);
        }
    }

    private void Settle(SweepLine.Node node)
    {
        Ground below = node.South.Ground;
        int ring = node.Edge!.Ring;
        node.Ground = ring == 0 ? below with { InOuter = !below.InOuter } : below with { Hole = below.Hole == 0 ? ring : 0 };
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
