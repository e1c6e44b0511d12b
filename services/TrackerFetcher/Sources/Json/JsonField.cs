using System.Text.Json;

namespace TrackerFetcher.Sources.Json;

/// <summary>A part of a report in a JSON object: at a mapped place, or by one of its usual names.</summary>
internal sealed class JsonField(string role, string? mapped, string[] usual)
{
    private readonly JsonPath? _path = mapped is null ? null : new JsonPath(mapped);

    public string Role => role;

    /// <summary>What is there; undefined where nothing is.</summary>
    /// <param name="item">An object.</param>
    /// <param name="name">By which name it was found.</param>
    public JsonElement Find(JsonElement item, out string name)
    {
        if (_path is not null)
        {
            name = _path.Last;
            return _path.Find(item);
        }

        name = string.Empty;
        JsonElement best = default;
        int rank = usual.Length;
        foreach (JsonProperty property in item.EnumerateObject())
        {
            string plain = UsualNames.Plain(property.Name);
            int found = Array.IndexOf(usual, plain, 0, rank);
            if (found >= 0)
            {
                (name, best, rank) = (plain, property.Value, found);
            }
        }

        return best;
    }
}
