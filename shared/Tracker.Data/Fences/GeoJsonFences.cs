using System.Text.Encodings.Web;
using System.Text.Json;
using Tracker.Geo.Fences;

namespace Tracker.Data.Fences;

/// <summary>
/// Fences in GeoJSON: a FeatureCollection or one Feature. Each feature has an id (its own or in its properties), a
/// Polygon, a MultiPolygon, a Point with <c>radius_m</c>, or a LineString or MultiLineString with <c>width_m</c>; the
/// properties <c>name</c>, <c>margin_m</c>, <c>valid_from</c> (ISO 8601 with an offset), <c>dwell</c> (<c>15m</c>),
/// <c>crossings</c>, <c>accuracy_cap_m</c>, <c>active_hours</c> with <c>time_zone</c>, and <c>trackers</c> are optional. A
/// file is read as a whole or not at all.
/// </summary>
public static class GeoJsonFences
{
    /// <summary>The fences in a file, in its order.</summary>
    /// <exception cref="InvalidFenceException">The file or one feature can't be used; the message names the feature and the place.</exception>
    public static IReadOnlyList<FenceDefinition> Read(Stream file) => Read(() => JsonDocument.Parse(file));

    /// <summary>The fences in a text, in its order.</summary>
    /// <exception cref="InvalidFenceException">The text or one feature can't be used; the message names the feature and the place.</exception>
    public static IReadOnlyList<FenceDefinition> Read(string text) => Read(() => JsonDocument.Parse(text));

    /// <summary>Writes a FeatureCollection that <see cref="Read(string)"/> reads.</summary>
    public static void Write(Stream file, IEnumerable<FenceDefinition> fences)
    {
        using Utf8JsonWriter json = new(file, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteStartArray("features");
        foreach (FenceDefinition fence in fences)
        {
            json.WriteStartObject();
            json.WriteString("type", "Feature");
            json.WriteString("id", fence.Key);
            json.WritePropertyName("geometry");
            FenceShapeJson.Write(json, fence.Shape);
            json.WritePropertyName("properties");
            FenceProperties.Write(json, fence);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static List<FenceDefinition> Read(Func<JsonDocument> parse)
    {
        try
        {
            using JsonDocument document = parse();
            return FenceKeys.Unique(Features(document.RootElement).Select(ReadFeature), "Feature");
        }
        catch (JsonException malformed)
        {
            throw new InvalidFenceException($"The file is no JSON: {InputExcerpt.Of(malformed)}", malformed);
        }
        catch (InvalidOperationException malformed)
        {
            // The text has half of a surrogate pair.
            throw new InvalidFenceException($"The file is no Unicode: {malformed.Message}", malformed);
        }
    }

    private static IEnumerable<JsonElement> Features(JsonElement root)
    {
        string? type = root.ValueKind == JsonValueKind.Object ? FenceProperties.Text(root, "type") : null;
        return type switch
        {
            "Feature" => [root],
            "FeatureCollection" when root.TryGetProperty("features", out JsonElement features)
                && features.ValueKind == JsonValueKind.Array => features.EnumerateArray(),
            "FeatureCollection" => throw new InvalidFenceException("The FeatureCollection has no array of features."),
            _ => throw new InvalidFenceException($"The file should be a FeatureCollection or a Feature and is '{InputExcerpt.Of(type ?? "none of GeoJSON")}'."),
        };
    }

    private static FenceDefinition ReadFeature(JsonElement feature, int index)
    {
        string place = $"Feature {index + 1}";
        try
        {
            if (feature.ValueKind != JsonValueKind.Object || FenceProperties.Text(feature, "type") != "Feature")
            {
                throw new InvalidFenceException("it is no GeoJSON Feature");
            }

            JsonElement properties = FenceProperties.Member(feature, "properties");
            string key = FenceProperties.CheckedKey(Id(feature) ?? Id(properties));
            place = $"{place} ({key})";
            FenceShape shape = FenceShapeJson.Read(
                FenceProperties.Member(feature, "geometry"),
                FenceProperties.Number(properties, FenceShapeJson.RadiusMember),
                FenceProperties.Number(properties, FenceShapeJson.WidthMember));
            return FenceProperties.Define(key, shape, properties);
        }
        catch (InvalidFenceException problem)
        {
            throw new InvalidFenceException($"{place}: {problem.Message}.", problem);
        }
    }

    private static string? Id(JsonElement element) => FenceProperties.Member(element, "id") switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };
}
