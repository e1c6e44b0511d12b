using System.Text.Json;

namespace TrackerFetcher.Sources.Json;

/// <summary>Finds a field of a report in a JSON object: at a mapped path, or by one of its aliases.</summary>
internal sealed class JsonField(string role, string? mapped, string[] aliases)
{
    private readonly JsonPath? _path = mapped is null ? null : new JsonPath(mapped);

    public string Role => role;

    /// <summary>The field's value; undefined if there is none.</summary>
    /// <param name="item">An object.</param>
    /// <param name="name">The name by which it was found.</param>
    public JsonElement Find(JsonElement item, out string name)
    {
        if (_path is not null)
        {
            name = _path.Last;
            return _path.Find(item);
        }

        name = string.Empty;
        JsonElement best = default;
        int rank = aliases.Length;
        foreach (JsonProperty property in item.EnumerateObject())
        {
            string normalized = FieldAliases.Normalize(property.Name);
            int found = Array.IndexOf(aliases, normalized, 0, rank);
            if (found >= 0)
            {
                (name, best, rank) = (normalized, property.Value, found);
            }
        }

        return best;
    }
}
