using System.Text.Json;

namespace Tracker.Tests.Oracle;

/// <summary>A circle, or polygons with holes whose edges are straight in longitude and latitude. The border is inside.</summary>
internal sealed record OracleFence(
    string Id, (double Latitude, double Longitude, double Metres)? Circle, IReadOnlyList<IReadOnlyList<double[][]>> Polygons)
{
    /// <summary>The fences of a GeoJSON file by id.</summary>
    public static IReadOnlyList<OracleFence> Read(string path)
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(path));
        return
        [
            .. file.RootElement.GetProperty("features").EnumerateArray().Select(Fence).OrderBy(fence => fence.Id, StringComparer.Ordinal),
        ];
    }

    public bool Contains(OracleReport report) => Circle is { } circle
        ? Haversine.Metres(circle.Latitude, circle.Longitude, report.Latitude, report.Longitude) <= circle.Metres
        : Polygons.Any(rings => IsInPolygon(rings, report.Longitude, report.Latitude));

    private static bool IsInPolygon(IReadOnlyList<double[][]> rings, double x, double y) =>
        rings.Any(ring => IsOnBorder(ring, x, y)) || (IsWithin(rings[0], x, y) && !rings.Skip(1).Any(hole => IsWithin(hole, x, y)));

    private static bool IsOnBorder(double[][] ring, double x, double y) => Edges(ring).Any(edge =>
        (edge.To[0] - edge.From[0]) * (y - edge.From[1]) == (edge.To[1] - edge.From[1]) * (x - edge.From[0])
        && x >= Math.Min(edge.From[0], edge.To[0]) && x <= Math.Max(edge.From[0], edge.To[0])
        && y >= Math.Min(edge.From[1], edge.To[1]) && y <= Math.Max(edge.From[1], edge.To[1]));

    // A ray to the east crosses the ring an odd number of times.
    private static bool IsWithin(double[][] ring, double x, double y) => Edges(ring).Count(edge =>
        edge.From[1] > y != edge.To[1] > y
        && x < edge.From[0] + ((edge.To[0] - edge.From[0]) * (y - edge.From[1]) / (edge.To[1] - edge.From[1]))) % 2 == 1;

    private static IEnumerable<(double[] From, double[] To)> Edges(double[][] ring) => ring.Zip(ring.Skip(1));

    private static OracleFence Fence(JsonElement feature)
    {
        string id = feature.GetProperty("id").GetString()!;
        JsonElement geometry = feature.GetProperty("geometry");
        JsonElement coordinates = geometry.GetProperty("coordinates");
        return geometry.GetProperty("type").GetString() switch
        {
            "Point" => new OracleFence(id, (coordinates[1].GetDouble(), coordinates[0].GetDouble(), Radius(feature)), []),
            "Polygon" => new OracleFence(id, Circle: null, [Rings(coordinates)]),
            "MultiPolygon" => new OracleFence(id, Circle: null, [.. coordinates.EnumerateArray().Select(Rings)]),
            string or null => throw new NotSupportedException($"The oracle knows no fence of type {geometry.GetProperty("type")}."),
        };
    }

    private static double Radius(JsonElement feature) => feature.GetProperty("properties").GetProperty("radius_m").GetDouble();

    private static double[][][] Rings(JsonElement rings) => rings.Deserialize<double[][][]>()!;
}
