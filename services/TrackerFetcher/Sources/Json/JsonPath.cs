using System.Globalization;
using System.Text.Json;

namespace TrackerFetcher.Sources.Json;

/// <summary>A path into a JSON value: <c>position.lat</c>, <c>geometry.coordinates.1</c>.</summary>
internal sealed class JsonPath(string text)
{
    private readonly string[] _steps = text.Split('.');

    public string Last => _steps[^1];

    /// <summary>The value at the path; undefined if there is none.</summary>
    public JsonElement Find(JsonElement from)
    {
        JsonElement at = from;
        foreach (string step in _steps)
        {
            at = at.ValueKind switch
            {
                JsonValueKind.Object when at.TryGetProperty(step, out JsonElement member) => member,
                JsonValueKind.Array when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < at.GetArrayLength() => at[index],
                _ => default,
            };
        }

        return at;
    }
}
