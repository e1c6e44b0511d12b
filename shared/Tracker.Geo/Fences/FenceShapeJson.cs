using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Tracker.Geo.Fences;

/// <summary>
/// Converts shapes to and from GeoJSON geometries, which is how the database stores them (jsonb): a Polygon or a
/// MultiPolygon; a Point with the foreign member <c>radius_m</c> for a circle; a LineString or a MultiLineString with
/// <c>width_m</c> for a corridor. Numbers are preserved exactly in both directions.
/// </summary>
public static class FenceShapeJson
{
    /// <summary>The member that turns a Point into a circle: its radius in metres.</summary>
    public const string RadiusMember = "radius_m";

    /// <summary>The member that turns a line into a corridor: its width in metres from side to side.</summary>
    public const string WidthMember = "width_m";

    /// <summary>Returns the geometry as JSON text.</summary>
    public static string Write(FenceShape shape)
    {
        ArrayBufferWriter<byte> text = new();
        using (Utf8JsonWriter json = new(text))
        {
            Write(json, shape);
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>Writes the geometry as a JSON object.</summary>
    public static void Write(Utf8JsonWriter json, FenceShape shape)
    {
        json.WriteStartObject();
        switch (shape)
        {
            case CircleShape circle:
                json.WriteString("type", "Point");
                json.WritePropertyName("coordinates");
                WritePoint(json, new FencePoint(circle.Longitude, circle.Latitude));
                json.WriteNumber(RadiusMember, circle.RadiusMetres);
                break;
            case PolygonShape { Polygons: [var only] }:
                json.WriteString("type", "Polygon");
                json.WritePropertyName("coordinates");
                WritePolygon(json, only);
                break;
            case PolygonShape several:
                json.WriteString("type", "MultiPolygon");
                json.WriteStartArray("coordinates");
                foreach (FencePolygon polygon in several.Polygons)
                {
                    WritePolygon(json, polygon);
                }

                json.WriteEndArray();
                break;
            case CorridorShape { Lines: [var only], WidthMetres: var width }:
                json.WriteString("type", "LineString");
                json.WritePropertyName("coordinates");
                WriteLine(json, only);
                json.WriteNumber(WidthMember, width);
                break;
            case CorridorShape corridor:
                json.WriteString("type", "MultiLineString");
                json.WritePropertyName("coordinates");
                WriteLines(json, corridor.Lines);
                json.WriteNumber(WidthMember, corridor.WidthMetres);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(shape), shape, "Unknown type of shape.");
        }

        json.WriteEndObject();
    }

    /// <summary>Reads a shape from JSON text and validates it with <see cref="FenceShapeRules"/>.</summary>
    /// <exception cref="InvalidFenceException">The text is not JSON or not a valid shape.</exception>
    public static FenceShape Read(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return Read(document.RootElement);
        }
        catch (JsonException malformed)
        {
            throw new InvalidFenceException($"the geometry is no JSON: {InputExcerpt.Of(malformed)}", malformed);
        }
    }

    /// <summary>Reads a shape from a JSON object and validates it with <see cref="FenceShapeRules"/>.</summary>
    /// <param name="geometry">The geometry object.</param>
    /// <param name="radiusMetres">The radius of a Point that has no <see cref="RadiusMember"/>, in metres.</param>
    /// <param name="widthMetres">The width of a line that has no <see cref="WidthMember"/>, in metres.</param>
    /// <exception cref="InvalidFenceException">The object is not a valid shape.</exception>
    public static FenceShape Read(JsonElement geometry, double? radiusMetres = null, double? widthMetres = null)
    {
        if (geometry.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidFenceException("it has no geometry");
        }

        string? type = geometry.TryGetProperty("type", out JsonElement named) && named.ValueKind == JsonValueKind.String
            ? named.GetString()
            : null;
        JsonElement coordinates = geometry.TryGetProperty("coordinates", out JsonElement given) ? given : default;
        return FenceShapeRules.Check(type switch
        {
            "Point" => ReadCircle(geometry, coordinates, radiusMetres),
            "Polygon" => new PolygonShape([ReadPolygon(coordinates)]),
            "MultiPolygon" => new PolygonShape([.. Items(coordinates, "coordinates").Select(ReadPolygon)]),
            "LineString" => new CorridorShape([ReadLine(coordinates)], Width(geometry, widthMetres)),
            "MultiLineString" => new CorridorShape([.. Items(coordinates, "coordinates").Select(ReadLine)], Width(geometry, widthMetres)),
            _ => throw new InvalidFenceException(
                $"the geometry type '{InputExcerpt.Of(type ?? "none")}' is no fence: give a Polygon, a MultiPolygon, a Point with {RadiusMember} or a LineString with {WidthMember}"),
        });
    }

    private static CircleShape ReadCircle(JsonElement geometry, JsonElement coordinates, double? radiusMetres)
    {
        FencePoint centre = ReadPoint(coordinates);
        double? radius = geometry.TryGetProperty(RadiusMember, out JsonElement own) ? Number(own, RadiusMember) : radiusMetres;
        return radius is { } metres
            ? new CircleShape(centre.Latitude, centre.Longitude, metres)
            : throw new InvalidFenceException($"the Point at {centre} has no {RadiusMember}: a circle needs its radius in metres");
    }

    private static FencePolygon ReadPolygon(JsonElement rings)
    {
        FencePoint[][] read = [.. Items(rings, "a polygon").Select(ReadLine)];
        return read.Length > 0
            ? new FencePolygon(read[0], read[1..])
            : throw new InvalidFenceException("a polygon has no ring");
    }

    private static FencePoint[] ReadLine(JsonElement line) => [.. Items(line, "a ring or a line").Select(ReadPoint)];

    private static double Width(JsonElement geometry, double? widthMetres) =>
        (geometry.TryGetProperty(WidthMember, out JsonElement own) ? Number(own, WidthMember) : widthMetres)
        ?? throw new InvalidFenceException($"the line has no {WidthMember}: a corridor needs its width in metres, from side to side");

    // A third number is an altitude, which fences ignore.
    private static FencePoint ReadPoint(JsonElement position)
    {
        JsonElement[] numbers = [.. Items(position, "a position")];
        return numbers.Length >= 2
            ? new FencePoint(Number(numbers[0], "a longitude"), Number(numbers[1], "a latitude"))
            : throw new InvalidFenceException($"the position {InputExcerpt.Of(position)} has fewer than two numbers: longitude, then latitude");
    }

    private static IEnumerable<JsonElement> Items(JsonElement element, string what) => element.ValueKind == JsonValueKind.Array
        ? element.EnumerateArray()
        : throw new InvalidFenceException($"{what} should be an array and is {InputExcerpt.Of(element)}");

    /// <summary>Reads a finite number.</summary>
    /// <param name="element">The member's value.</param>
    /// <param name="what">The name of the member, for the error message.</param>
    /// <exception cref="InvalidFenceException">The value is not a finite number. The message contains the name and the value.</exception>
    public static double Number(JsonElement element, string what) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw new InvalidFenceException($"{what} should be a number and is {InputExcerpt.Of(element)}");

    private static void WritePolygon(Utf8JsonWriter json, FencePolygon polygon) => WriteLines(json, polygon.Rings);

    private static void WriteLines(Utf8JsonWriter json, IEnumerable<FencePoint[]> lines)
    {
        json.WriteStartArray();
        foreach (FencePoint[] line in lines)
        {
            WriteLine(json, line);
        }

        json.WriteEndArray();
    }

    private static void WriteLine(Utf8JsonWriter json, FencePoint[] line)
    {
        json.WriteStartArray();
        foreach (FencePoint point in line)
        {
            WritePoint(json, point);
        }

        json.WriteEndArray();
    }

    private static void WritePoint(Utf8JsonWriter json, FencePoint point)
    {
        json.WriteStartArray();
        json.WriteNumberValue(point.Longitude);
        json.WriteNumberValue(point.Latitude);
        json.WriteEndArray();
    }
}
