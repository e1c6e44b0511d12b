using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tracker.Geo.Reports;

namespace TrackerFetcher.Sources;

/// <summary>The options that every kind of source has. Each kind derives its own.</summary>
internal abstract record SourceOptions
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // A misspelt option must not be ignored.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Reports per batch. The default is 10,000: each batch costs a few commits, and each commit waits for a standby.</summary>
    [Range(1, 100_000)]
    public int BatchSize { get; init; } = 10_000;

    /// <summary>How far ahead of now an event time may lie. The default is 60 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan FutureTolerance { get; init; } = ReportRules.DefaultFutureTolerance;

    /// <summary>
    /// How long a file that is read on a schedule must be unchanged before its last line is read without a line end. The default is
    /// 1 minute.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan LastLineAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Parses options as they are stored.</summary>
    /// <exception cref="SourceException">The text is not JSON.</exception>
    public static JsonElement Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException e)
        {
            throw new SourceException($"The source's options are not JSON: {e.Message} Give an object such as {{\"timeout\":\"00:00:10\"}}.", e);
        }
    }

    /// <summary>Reads and checks the options of a kind.</summary>
    /// <exception cref="SourceException">An option is unknown or out of range; the message names it.</exception>
    public static T Read<T>(JsonElement? json)
        where T : SourceOptions, new() => (T)Read(typeof(T), json);

    /// <inheritdoc cref="Read{T}"/>
    public static SourceOptions Read(Type type, JsonElement? json)
    {
        object options;
        try
        {
            bool isGiven = json is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) };
            options = (isGiven ? json!.Value.Deserialize(type, Json) : null) ?? Activator.CreateInstance(type)!;
        }
        catch (JsonException e)
        {
            string option = e.Path is { Length: > 2 } path ? $"'{path[2..]}'" : "the JSON";
            throw new SourceException($"The source's options can't be read at {option}: {e.Message} Correct the source's options.", e);
        }

        List<ValidationResult> problems = [];
        if (!Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true))
        {
            throw new SourceException($"{string.Join(" ", problems.Select(Explain))} Correct the source's options.");
        }

        return (SourceOptions)options;
    }

    private static string Explain(ValidationResult problem)
    {
        IEnumerable<string> names = problem.MemberNames.Select(n => $"'{JsonNamingPolicy.CamelCase.ConvertName(n)}'");
        return $"The option {string.Join(", ", names)} is not valid: {problem.ErrorMessage}";
    }
}
