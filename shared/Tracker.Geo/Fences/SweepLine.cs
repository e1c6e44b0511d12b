namespace Tracker.Geo.Fences;

/// <summary>
/// The edges that the sweep line currently intersects, from south to north. A skip list: search, insertion and removal take
/// logarithmic time.
/// </summary>
internal sealed class SweepLine
{
    private const int Levels = 20;

    private readonly Random _heights = new(1);
    private readonly Node[] _path = new Node[Levels];

    /// <param name="ground">What lies south of all edges.</param>
    public SweepLine(Containment ground) => South = new Node(null, Levels) { Containment = ground };

    /// <summary>The sentinel before all edges; it has no edge of its own.</summary>
    public Node South { get; }

    /// <summary>Returns the last edge for which <paramref name="liesBelow"/> is true; <see cref="South"/> if there is none.</summary>
    public Node LastBelow(Func<RingEdge, bool> liesBelow)
    {
        Node at = South;
        Node? above = null;
        for (int level = Levels - 1; level >= 0; level--)
        {
            while (at.North[level] is { } next && next != above)
            {
                if (!liesBelow(next.Edge!))
                {
                    above = next;
                    break;
                }

                at = next;
            }

            _path[level] = at;
        }

        return at;
    }

    /// <summary>Inserts an edge after the last one that lies below it.</summary>
    public Node Insert(RingEdge edge, Func<RingEdge, bool> liesBelow)
    {
        LastBelow(liesBelow);
        int height = 1;
        while (height < Levels && _heights.Next(2) == 0)
        {
            height++;
        }

        Node node = new(edge, height);
        for (int level = 0; level < height; level++)
        {
            node.Link(level, _path[level], _path[level].North[level]);
        }

        return node;
    }

    /// <summary>An edge on the sweep line.</summary>
    internal sealed class Node(RingEdge? edge, int height)
    {
        private readonly Node?[] _south = new Node?[height];

        public RingEdge? Edge => edge;

        /// <summary>What lies just above the edge.</summary>
        public Containment Containment { get; set; }

        /// <summary>The next nodes per level; level 0 links all nodes.</summary>
        public Node?[] North { get; } = new Node?[height];

        /// <summary>The previous node.</summary>
        public Node South => _south[0]!;

        public void Link(int level, Node south, Node? north)
        {
            (_south[level], North[level]) = (south, north);
            south.North[level] = this;
            if (north is not null)
            {
                north._south[level] = this;
            }
        }

        public void Remove()
        {
            for (int level = 0; level < height; level++)
            {
                _south[level]!.North[level] = North[level];
                if (North[level] is { } north)
                {
                    north._south[level] = _south[level];
                }
            }
        }
    }
}

/// <summary>What contains a point.</summary>
/// <param name="InOuter">Whether it is inside the outer ring.</param>
/// <param name="Hole">The number of the hole that contains it; 0 if none does.</param>
internal readonly record struct Containment(bool InOuter, int Hole);
