using System.Text.Json;
using Tracker.Geo.Fences;

namespace Tracker.Data.Fences;

/// <summary>
/// Fences in lines of text: <c>ID;WKT;PROPERTIES</c>, where the properties are those of GeoJSON files as one JSON object, or
/// missing: <c>depot;POINT (16.37 48.21);{"radius_m": 250}</c>. Empty lines and lines that start with # are skipped. A file
/// is read as a whole or not at all.
/// </summary>
public static class WktFences
{
    /// <summary>The fences in a text, in its order.</summary>
    /// <exception cref="InvalidFenceException">One line can't be used; the message names the line and the place.</exception>
    public static IReadOnlyList<FenceDefinition> Read(string text) => FenceKeys.Unique(
        text.Split('\n')
            .Select((line, index) => (Text: line.Trim(), Number: index + 1))
            .Where(line => line.Text.Length > 0 && line.Text[0] != '#')
            .Select(line => ReadLine(line.Text, line.Number)),
        "Fence");

    private static FenceDefinition ReadLine(string line, int number)
    {
        try
        {
            string[] fields = line.Split(';', 3, StringSplitOptions.TrimEntries);
            if (fields.Length < 2)
            {
                throw new InvalidFenceException("it has no ';': give ID;WKT or ID;WKT;PROPERTIES");
            }

            using JsonDocument? document = fields.Length == 3 && fields[2].Length > 0 ? JsonDocument.Parse(fields[2]) : null;
            JsonElement properties = document?.RootElement ?? default;
            if (document is not null && properties.ValueKind != JsonValueKind.Object)
            {
                throw new InvalidFenceException("its properties are no JSON object");
            }

            string key = FenceProperties.CheckedKey(fields[0]);
            FenceShape shape = WktReader.Read(
                fields[1],
                FenceProperties.Number(properties, FenceShapeJson.RadiusMember),
                FenceProperties.Number(properties, FenceShapeJson.WidthMember));
            return FenceProperties.Define(key, FenceShapeRules.Check(shape), properties);
        }
        catch (InvalidFenceException problem)
        {
            throw new InvalidFenceException($"Line {number}: {problem.Message}.", problem);
        }
        catch (JsonException malformed)
        {
            throw new InvalidFenceException($"Line {number}: its properties are no JSON: {InputExcerpt.Of(malformed)}", malformed);
        }
        catch (InvalidOperationException malformed)
        {
            // The text has half of a surrogate pair.
            throw new InvalidFenceException($"Line {number}: its properties are no Unicode: {malformed.Message}", malformed);
        }
    }
}
