namespace Tracker.Geo.Fences.Areas;

/// <summary>
/// A coarse map of a region: of each cell, whether it lies inside or outside with all of its places, or near an edge. Most
/// places need no look at any edge then.
/// </summary>
internal sealed class SideMap
{
    private const int CellsPerEdge = 32;
    private const int MostCellsAcross = 512;
    private const int CellsPerByte = 4;

    // In cells: far more than rounding can do.
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

    /// <param name="bounds">Of the region.</param>
    /// <param name="edges">All of its border.</param>
    /// <param name="side">What is asked of few places.</param>
    public SideMap(in Box bounds, IReadOnlyCollection<Edge> edges, Func<double, double, int> side)
    {
        Across = (int)Math.Min(MostCellsAcross, Math.Ceiling(Math.Sqrt(CellsPerEdge * (double)edges.Count)));
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
                    this[column, row] = OfNeighbour(column, row) ?? (side(
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

    /// <summary>Cells from west to east, and as many from south to north.</summary>
    public int Across { get; }

    /// <summary>1 inside, -1 outside, 0 where the edges must tell.</summary>
    public int Side(double x, double y) => this[Cell(FromWest(x)), Cell(FromSouth(y))] switch { Inside => 1, Outside => -1, _ => 0 };

    private static int Shift(int cell) => cell % CellsPerByte * 2;

    // In cells, from the region's own corner on: as fine for a small region as for a large one.
    private double FromWest(double x) => (x - _west) * _columnsPerDegree;

    private double FromSouth(double y) => (y - _south) * _rowsPerDegree;

    private int Cell(double place) => Math.Clamp((int)place, 0, Across - 1);

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

    // Nothing lies between two cells without an edge.
    private int? OfNeighbour(int column, int row) =>
        row > 0 && this[column, row - 1] is var below and not NearEdge ? below
        : column > 0 && this[column - 1, row] is var before and not NearEdge ? before
        : null;
}
