using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tracker.Cluster;

/// <summary>How state files are written: for people to read too.</summary>
internal static class StateJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T? Read<T>(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), Options);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return default;
        }
        catch (JsonException damaged)
        {
            throw new ClusterException($"{path} can't be read: {damaged.Message} Stop the cluster with a wipe, or repair the file.", damaged);
        }
    }
}
