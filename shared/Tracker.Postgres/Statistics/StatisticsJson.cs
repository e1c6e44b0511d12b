using System.Text.Json;
using System.Text.Json.Serialization;

namespace EFCore.ReadWriteSplitting.Statistics;

/// <summary>Statistics as JSON: names in snake_case, times in seconds.</summary>
public static class StatisticsJson
{
    /// <summary>The options to serialize and deserialize statistics.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new Seconds() },
    };

    /// <summary>Deserializes statistics that were serialized with <see cref="Options"/>.</summary>
    /// <exception cref="JsonException">The text is not valid.</exception>
    public static DatabaseStatistics Read(string json) =>
        JsonSerializer.Deserialize<DatabaseStatistics>(json, Options) ?? throw new JsonException("There are no statistics in it.");

    private sealed class Seconds : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => TimeSpan.FromSeconds(reader.GetDouble());

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteNumberValue(value.TotalSeconds);
    }
}
