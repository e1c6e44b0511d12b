namespace Tracker.Geo.Fences.Areas;

/// <summary>
/// A grid over a region. Each cell is entirely inside, entirely outside, or near an edge: most points need no test against
/// the edges.
/// </summary>
internal sealed class InsideGrid
{
    private const int CellsPerEdge = 32;
    private const int MaxCellsAcross = 512;
    private const int CellsPerByte = 4;

    // In cells; far above any rounding error.
    private const double Slack = 1e-3;

    private const int NearEdge = 0;
    private const int Inside = 1;
    private const int Outside = 2;
    private const int Unknown = 3;

    private readonly double _west;
    private readonly double _south;
    private readonly double _columnsPerDegree;
    private readonly double _rowsPerDegree;
    private readonly byte[] _cells;

    /// <param name="bounds">The bounding box of the region.</param>
    /// <param name="edges">All edges of its border.</param>
    /// <param name="side">The exact test, used for a few points during construction: 1 inside, -1 outside.</param>
    public InsideGrid(in Box bounds, IReadOnlyCollection<Edge> edges, Func<double, double, int> side)
    {
        Across = (int)Math.Min(MaxCellsAcross, Math.Ceiling(Math.Sqrt(CellsPerEdge * (double)edges.Count)));
        (_west, _south) = (bounds.West, bounds.South);
        _columnsPerDegree = Across / (bounds.East - bounds.West);
        _rowsPerDegree = Across / (bounds.North - bounds.South);
        _cells = new byte[((Across * Across) + CellsPerByte - 1) / CellsPerByte];
        Array.Fill(_cells, byte.MaxValue);
        foreach (Edge edge in edges)
        {
            Mark(edge);
        }

        for (int column = 0; column < Across; column++)
        {
            for (int row = 0; row < Across; row++)
            {
                if (this[column, row] == Unknown)
                {
                    this[column, row] = SideOfNeighbour(column, row) ?? (side(
                        _west + ((column + 0.5) / _columnsPerDegree), _south + ((row + 0.5) / _rowsPerDegree)) > 0 ? Inside : Outside);
                }
            }
        }
    }

    private int this[int column, int row]
    {
        get
        {
            int cell = (column * Across) + row;
            return (_cells[cell / CellsPerByte] >> Shift(cell)) & Unknown;
        }

        set
        {
            int cell = (column * Across) + row;
            ref byte cells = ref _cells[cell / CellsPerByte];
            cells = (byte)((cells & ~(Unknown << Shift(cell))) | (value << Shift(cell)));
        }
    }

    /// <summary>The number of columns, and of rows.</summary>
    public int Across { get; }

    /// <summary>1 inside, -1 outside, 0 if the edges must decide.</summary>
    public int Side(double x, double y) => this[Cell(FromWest(x)), Cell(FromSouth(y))] switch { Inside => 1, Outside => -1, _ => 0 };

    private static int Shift(int cell) => cell % CellsPerByte * 2;

    // In cells from the region's south-west corner, so that small regions are resolved as finely as large ones.
    private double FromWest(double x) => (x - _west) * _columnsPerDegree;

    private double FromSouth(double y) => (y - _south) * _rowsPerDegree;

    private int Cell(double point) => Math.Clamp((int)point, 0, Across - 1);

    private void Mark(in Edge edge)
    {
        Edge cells = new Edge(FromWest(edge.FromX), FromSouth(edge.FromY), FromWest(edge.ToX), FromSouth(edge.ToY)).Eastwards;
        int last = Cell(cells.ToX);
        for (int column = Cell(cells.FromX); column <= last; column++)
        {
            (double west, double east) = (column - Slack, column + 1 + Slack);
            double one = west <= cells.FromX ? cells.FromY : FromSouthAt(cells, west);
            double other = east >= cells.ToX ? cells.ToY : FromSouthAt(cells, east);
            int north = Cell(Math.Max(one, other) + Slack);
            for (int row = Cell(Math.Min(one, other) - Slack); row <= north; row++)
            {
                this[column, row] = NearEdge;
            }
        }
    }

    private static double FromSouthAt(in Edge cells, double east) =>
        cells.FromY + ((cells.ToY - cells.FromY) * ((east - cells.FromX) / (cells.ToX - cells.FromX)));

    // No edge lies between two neighbouring cells that are not near an edge, so they are on the same side.
    private int? SideOfNeighbour(int column, int row)
    {
        if (row > 0 && this[column, row - 1] is var below and not NearEdge)
        {
            return below;
        }

        return column > 0 && this[column - 1, row] is var before and not NearEdge ? before : null;
    }
}
