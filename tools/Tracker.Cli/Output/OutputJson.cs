using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tracker.Cli.Output;

/// <summary>The form of JSON output: indented, with names in snake case. Keys of dictionaries stay unchanged.</summary>
internal static class OutputJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static string Serialize<T>(T value) => JsonSerializer.Serialize(value, Options);
}
