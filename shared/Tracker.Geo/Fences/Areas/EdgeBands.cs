namespace Tracker.Geo.Fences.Areas;

/// <summary>
/// Edges sorted into bands of longitude: of many, those that can lie above or below a place are few and lie together. An
/// edge is kept in each band that it touches.
/// </summary>
internal sealed class EdgeBands
{
    private const int FewEdges = 12;
    private const int MostBands = 4_096;

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

    /// <summary>All edges whose longitudes hold <paramref name="x"/>, once each, among others.</summary>
    public ReadOnlySpan<Edge> At(double x) => Between(x, x);

    /// <summary>All edges that reach into these longitudes, among others; some more than once where they are a range.</summary>
    public ReadOnlySpan<Edge> Between(double west, double east)
    {
        if (east < West || west > East)
        {
            return [];
        }

        int first = _starts[Band(west)];
        return _edges.AsSpan(first, _starts[Band(east) + 1] - first);
    }

    // Two edges a band, but no more than twice the edges altogether: long ones lie in many bands.
    private static int BandsFor(IReadOnlyCollection<Edge> edges, double width)
    {
        if (edges.Count <= FewEdges || width <= 0)
        {
            return 1;
        }

        double edgesAnywhere = Math.Max(1, edges.Sum(edge => edge.East - edge.West) / width);
        return (int)Math.Clamp(Math.Min(edges.Count / 2.0, 2 * edges.Count / edgesAnywhere), 1, MostBands);
    }

    private int Band(double x) => Math.Clamp((int)((x - West) * _bandsPerDegree), 0, _starts.Length - 2);
}
