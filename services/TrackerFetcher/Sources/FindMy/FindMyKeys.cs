using System.Security.Cryptography;
using System.Text.Json;

namespace TrackerFetcher.Sources.FindMy;

/// <summary>The private keys of tags, by the ids of their reports.</summary>
internal sealed class FindMyKeys
{
    private const int LargestFile = 16 * 1024 * 1024;

    public static readonly FindMyKeys None = new();

    private readonly Dictionary<string, FindMyKey> _byId = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Ids => _byId.Keys;

    public FindMyKey? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Reads an export of keys: a list of objects with <c>name</c>, <c>privateKey</c> and <c>additionalKeys</c>.</summary>
    /// <exception cref="SourceException">The file can't be read. No message contains a key.</exception>
    public static FindMyKeys Load(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LargestFile)
            {
                throw new SourceException($"The option 'keysFile' names '{path}', which is larger than {LargestFile} bytes. Name the export of the tags' keys.");
            }

            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Of(document.RootElement);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException or CryptographicException
            or InvalidOperationException or KeyNotFoundException)
        {
            throw new SourceException(
                $"The option 'keysFile' names '{path}', which can't be used ({e.GetType().Name}). Name an export of the tags: a JSON list of objects with 'name' and 'privateKey' (base64).",
                e);
        }
    }

    private static FindMyKeys Of(JsonElement list)
    {
        FindMyKeys keys = new();
        foreach (JsonElement tag in list.EnumerateArray())
        {
            string name = tag.GetProperty("name").GetString() ?? string.Empty;
            keys.Add(name, tag.GetProperty("privateKey"));
            if (tag.TryGetProperty("additionalKeys", out JsonElement more) && more.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement key in more.EnumerateArray())
                {
                    keys.Add(name, key);
                }
            }
        }

        return keys;
    }

    private void Add(string tracker, JsonElement secret)
    {
        FindMyKey key = FindMyKey.Of(tracker, secret.GetBytesFromBase64());
        _byId[key.Id] = key;
    }
}
