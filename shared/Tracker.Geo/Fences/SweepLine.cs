namespace Tracker.Geo.Fences;

/// <summary>The edges that a sweep has met and not left yet, from south to north: a skip list, so that each is found, put in and taken out in a logarithmic number of steps.</summary>
internal sealed class SweepLine
{
    private const int Levels = 20;

    private readonly Random _heights = new(1);
    private readonly Node[] _path = new Node[Levels];

    /// <param name="ground">What lies south of all edges.</param>
    public SweepLine(Ground ground) => South = new Node(null, Levels) { Ground = ground };

    /// <summary>Comes before all edges and has none.</summary>
    public Node South { get; }

    /// <summary>The last one that lies below, as <paramref name="liesBelow"/> says; <see cref="South"/> where none does.</summary>
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

    /// <summary>Puts one in after the last one that lies below it.</summary>
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

    /// <summary>One edge's place among the others.</summary>
    internal sealed class Node(RingEdge? edge, int height)
    {
        private readonly Node?[] _south = new Node?[height];

        public RingEdge? Edge => edge;

        /// <summary>What lies just above the edge.</summary>
        public Ground Ground { get; set; }

        /// <summary>The next ones on each level; the first is the next of all.</summary>
        public Node?[] North { get; } = new Node?[height];

        /// <summary>The one before it.</summary>
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

/// <summary>What a place lies in.</summary>
/// <param name="InOuter">Within the outer ring.</param>
/// <param name="Hole">The number of the hole that it is in; 0 for none.</param>
internal readonly record struct Ground(bool InOuter, int Hole);
