using System.Globalization;

namespace Tracker.Tests.Days;

/// <summary>Writes fences as GeoJSON. Places are (latitude, longitude).</summary>
internal static class FenceFeatures
{
    public static string Collection(params string[] features) =>
        $$"""{"type":"FeatureCollection","features":[{{string.Join(",\n", features)}}]}""";

    public static string Circle(string id, (double Latitude, double Longitude) centre, double metres) =>
        Feature(id, string.Create(CultureInfo.InvariantCulture, $"\"radius_m\":{metres},"), "Point", Position(centre));

    /// <summary>A ring goes back to its first place by itself; the first is the outer one.</summary>
    public static string Polygon(string id, params (double Latitude, double Longitude)[][] rings) =>
        Feature(id, "", "Polygon", Rings(rings));

    public static string MultiPolygon(string id, params (double Latitude, double Longitude)[][] outers) =>
        Feature(id, "", "MultiPolygon", $"[{string.Join(',', outers.Select(outer => Rings([outer])))}]");

    private static string Feature(string id, string properties, string type, string coordinates) => $$$"""
        {"type":"Feature","id":"{{{id}}}","properties":{{{{properties}}}"name":"Fence {{{id}}}","margin_m":0},
         "geometry":{"type":"{{{type}}}","coordinates":{{{coordinates}}}}}
        """;

    private static string Rings((double Latitude, double Longitude)[][] rings) =>
        $"[{string.Join(',', rings.Select(ring => $"[{string.Join(',', ring.Append(ring[0]).Select(Position))}]"))}]";

    private static string Position((double Latitude, double Longitude) place) =>
        string.Create(CultureInfo.InvariantCulture, $"[{place.Longitude},{place.Latitude}]");
}
