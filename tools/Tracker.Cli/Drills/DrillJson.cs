using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tracker.Cli.Drills;

/// <summary>Formats the result of a drill as JSON.</summary>
internal static class DrillJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Of<T>(T result) => JsonSerializer.Serialize(result, Options);
}
