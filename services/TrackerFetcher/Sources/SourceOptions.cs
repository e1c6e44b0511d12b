using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tracker.Geo.Reports;

namespace TrackerFetcher.Sources;

/// <summary>The settings that every kind of source has; each kind derives its own.</summary>
internal abstract record SourceOptions
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // A misspelt setting must not be ignored.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Reports a batch. The default is 10,000: each batch costs a few commits, and each commit waits for a standby.</summary>
    [Range(1, 100_000)]
    public int BatchSize { get; init; } = 10_000;

    /// <summary>How far ahead of now an event time may lie. The default is 60 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan FutureTolerance { get; init; } = ReportRules.DefaultFutureTolerance;

    /// <summary>
    /// How long a file of lines that is read again must have been left alone before its last line is taken without a line end. The
    /// default is 1 minute.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan LastLineAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Reads and checks a kind's settings.</summary>
    /// <exception cref="SourceException">A setting is unknown or out of range; the message names it.</exception>
    public static T Read<T>(JsonElement? json)
        where T : SourceOptions, new()
    {
        T options;
        try
        {
            options = json is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } given
                ? given.Deserialize<T>(Json) ?? new T()
                : new T();
        }
        catch (JsonException e)
        {
            string setting = e.Path is { Length: > 2 } path ? $"'{path[2..]}'" : "the JSON";
            throw new SourceException($"The source's options can't be read at {setting}: {e.Message} Correct the source's options.", e);
        }

        List<ValidationResult> problems = [];
        if (!Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true))
        {
            throw new SourceException($"{string.Join(" ", problems.Select(Explain))} Correct the source's options.");
        }

        return options;
    }

    private static string Explain(ValidationResult problem)
    {
        IEnumerable<string> names = problem.MemberNames.Select(n => $"'{JsonNamingPolicy.CamelCase.ConvertName(n)}'");
        return $"The option {string.Join(", ", names)} is not valid: {problem.ErrorMessage}";
    }
}
