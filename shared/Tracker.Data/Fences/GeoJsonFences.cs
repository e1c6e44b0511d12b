using System.Globalization;
using System.Text.Json;

namespace Tracker.Data.Fences;

/// <summary>
/// Reads fences from GeoJSON: a FeatureCollection or one Feature. Each feature has an id (its own or in its properties), a
/// Polygon, a MultiPolygon, or a Point with <c>radius_m</c>; properties <c>name</c>, <c>margin_m</c>, <c>valid_from</c>
/// (ISO 8601 with an offset) are optional. A file is read whole or not at all.
/// </summary>
public static class GeoJsonFences
{
    /// <summary>The fences in a file, in its order.</summary>
    /// <exception cref="InvalidFenceException">The file or one feature can't be used; the message names the feature and the place.</exception>
    public static IReadOnlyList<FenceDefinition> Read(Stream file) => Read(() => JsonDocument.Parse(file));

    /// <summary>The fences in a text, in its order.</summary>
    /// <exception cref="InvalidFenceException">The text or one feature can't be used; the message names the feature and the place.</exception>
    public static IReadOnlyList<FenceDefinition> Read(string text) => Read(() => JsonDocument.Parse(text));

    private static List<FenceDefinition> Read(Func<JsonDocument> parse)
    {
        try
        {
            using JsonDocument document = parse();
            return [.. Unique(Features(document.RootElement).Select(ReadFeature))];
        }
        catch (JsonException malformed)
        {
            throw new InvalidFenceException($"The file is no JSON: {malformed.Message}", malformed);
        }
    }

    private static IEnumerable<JsonElement> Features(JsonElement root)
    {
        string? type = root.ValueKind == JsonValueKind.Object ? Text(root, "type") : null;
        return type switch
        {
            "Feature" => [root],
            "FeatureCollection" when root.TryGetProperty("features", out JsonElement features)
                && features.ValueKind == JsonValueKind.Array => features.EnumerateArray(),
            "FeatureCollection" => throw new InvalidFenceException("The FeatureCollection has no array of features."),
            _ => throw new InvalidFenceException($"The file should be a FeatureCollection or a Feature and is '{type ?? "none of GeoJSON"}'."),
        };
    }

    private static FenceDefinition ReadFeature(JsonElement feature, int index)
    {
        string place = $"Feature {index + 1}";
        try
        {
            if (feature.ValueKind != JsonValueKind.Object || Text(feature, "type") != "Feature")
            {
                throw new InvalidFenceException("it is no GeoJSON Feature");
            }

            JsonElement properties = feature.TryGetProperty("properties", out JsonElement given)
                && given.ValueKind == JsonValueKind.Object ? given : default;
            string key = KeyOf(feature, properties);
            place = $"{place} ({key})";
            return new FenceDefinition(
                key,
                Text(properties, "name") ?? key,
                FenceShapeJson.Read(
                    feature.TryGetProperty("geometry", out JsonElement geometry) ? geometry : default,
                    Number(properties, FenceShapeJson.RadiusMember)),
                MarginOf(properties),
                ValidFromOf(properties));
        }
        catch (InvalidFenceException problem)
        {
            throw new InvalidFenceException($"{place}: {problem.Message}.", problem);
        }
    }

    private static string KeyOf(JsonElement feature, JsonElement properties)
    {
        string key = (Id(feature) ?? Id(properties))?.Trim() ?? "";
        return key.Length is > 0 and <= FenceDefinition.LongestKey && !key.Contains('\0')
            ? key
            : throw new InvalidFenceException($"it has no usable id: give 'id' with 1 to {FenceDefinition.LongestKey} characters");
    }

    private static string? Id(JsonElement element) => Member(element, "id") switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    private static double? MarginOf(JsonElement properties) => Number(properties, "margin_m") switch
    {
        < 0 => throw new InvalidFenceException("margin_m is negative: it is the distance in metres outside that still counts as inside"),
        var margin => margin,
    };

    private static DateTime? ValidFromOf(JsonElement properties)
    {
        if (Member(properties, "valid_from").ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return null;
        }

        // Without an offset the moment would depend on the machine that reads the file.
        string? text = Text(properties, "valid_from");
        return text is not null && HasOffset(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out DateTimeOffset moment)
            ? new DateTime(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc)
            : throw new InvalidFenceException(
                $"valid_from is '{Member(properties, "valid_from")}': give a time with its offset, as in 2026-01-31T08:00:00Z");
    }

    private static bool HasOffset(string text) => text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T') && text.Contains('T');

    private static double? Number(JsonElement element, string name) => Member(element, name) switch
    {
        { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => null,
        var number => FenceShapeJson.Number(number, name),
    };

    private static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member) ? member : default;

    private static IEnumerable<FenceDefinition> Unique(IEnumerable<FenceDefinition> fences)
    {
        HashSet<string> keys = new(StringComparer.Ordinal);
        int index = 0;
        foreach (FenceDefinition fence in fences)
        {
            index++;
            if (!keys.Add(fence.Key))
            {
                throw new InvalidFenceException($"Feature {index} ({fence.Key}): an earlier feature has the same id; ids must be unique.");
            }

            yield return fence;
        }
    }
}
