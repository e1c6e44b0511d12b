using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tracker.Cluster.Primitives;

/// <summary>Reads and writes state files as indented JSON.</summary>
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
            throw new ClusterException(
                $"{path} can't be read: {damaged.Message} Repair the file, or stop the cluster and delete its data.", damaged);
        }
    }
}
