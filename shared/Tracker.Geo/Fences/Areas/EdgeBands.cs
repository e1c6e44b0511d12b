namespace Tracker.Geo.Fences.Areas;

/// <summary>
/// Edges grouped by bands of longitude: few edges lie above or below a given point, and these are stored side by side. An
/// edge is stored in every band that it touches.
/// </summary>
internal sealed class EdgeBands
{
    private const int SingleBandEdges = 12;
    private const int MaxBands = 4_096;

    private readonly Edge[] _edges;
    private readonly int[] _starts;
    private readonly double _bandsPerDegree;

    public EdgeBands(IReadOnlyCollection<Edge> edges)
    {
        West = edges.Min(edge => edge.West);
        East = edges.Max(edge => edge.East);
        int bands = BandsFor(edges, East - West);
        _bandsPerDegree = East > West ? bands / (East - West) : 0;
        _starts = new int[bands + 1];
        foreach (Edge edge in edges)
        {
            for (int band = Band(edge.West); band <= Band(edge.East); band++)
            {
                _starts[band + 1]++;
            }
        }

        for (int band = 0; band < bands; band++)
        {
            _starts[band + 1] += _starts[band];
        }

        _edges = new Edge[_starts[^1]];
        int[] next = [.. _starts];
        foreach (Edge edge in edges)
        {
            for (int band = Band(edge.West); band <= Band(edge.East); band++)
            {
                _edges[next[band]++] = edge.Eastwards;
            }
        }
    }

    public double West { get; }

    public double East { get; }

    /// <summary>A superset of the edges whose longitude range includes <paramref name="x"/>, each of them once.</summary>
    public ReadOnlySpan<Edge> At(double x) => Between(x, x);

    /// <summary>
    /// A superset of the edges that reach into the range of longitudes. An edge that touches several bands occurs more than
    /// once.
    /// </summary>
    public ReadOnlySpan<Edge> Between(double west, double east)
    {
        if (east < West || west > East)
        {
            return [];
        }

        int first = _starts[Band(west)];
        return _edges.AsSpan(first, _starts[Band(east) + 1] - first);
    }

    // Two edges per band, but at most twice the edges in total: long edges lie in many bands.
    private static int BandsFor(IReadOnlyCollection<Edge> edges, double width)
    {
        if (edges.Count <= SingleBandEdges || width <= 0)
        {
            return 1;
        }

        double edgesAnywhere = Math.Max(1, edges.Sum(edge => edge.East - edge.West) / width);
        return (int)Math.Clamp(Math.Min(edges.Count / 2.0, 2 * edges.Count / edgesAnywhere), 1, MaxBands);
    }

    private int Band(double x) => Math.Clamp((int)((x - West) * _bandsPerDegree), 0, _starts.Length - 2);
}
