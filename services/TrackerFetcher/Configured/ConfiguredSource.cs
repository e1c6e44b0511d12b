using System.Text.Json.Nodes;
using EFCore.ReadWriteSplitting.Configuration;
using Microsoft.Extensions.Configuration;
using Tracker.Data.Ingest;

namespace TrackerFetcher.Configured;

/// <summary>
/// Reads sources from the section <c>Sources</c> of appsettings.json or from the environment (<c>Sources__buses__Kind</c>).
/// </summary>
internal static class ConfiguredSource
{
    public const string Section = "Sources";

    private static readonly string[] Known = ["Kind", "Location", "Options", "RegisterTrackers", "Every", "Cron", "Jitter"];

    /// <exception cref="InvalidSettingException">A setting of a source is missing or invalid; the message names it.</exception>
    public static IReadOnlyList<SourceDefinition> Read(IConfiguration configuration) =>
        [.. configuration.GetSection(Section).GetChildren().Select(Of)];

    private static SourceDefinition Of(IConfigurationSection section)
    {
        if (section.GetChildren().FirstOrDefault(child => !Known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new InvalidSettingException(unknown.Path, $"is no setting of a source. Use {string.Join(", ", Known)}.");
        }

        (TimeSpan? every, string? cron) = (Time(section, "Every"), section["Cron"]);
        return every is not null && cron is not null
            ? throw new InvalidSettingException($"{section.Path}:Cron", "stands beside Every. Give one of them.")
            : new SourceDefinition(
                section.Key,
                section["Kind"] ?? throw new InvalidSettingException($"{section.Path}:Kind", "is missing. Give the source's kind."),
                section["Location"] ?? throw new InvalidSettingException($"{section.Path}:Location", "is missing. Give a path or a URL."),
                (Json(section.GetSection("Options")) ?? new JsonObject()).ToJsonString(),
                !string.Equals(section["RegisterTrackers"], "false", StringComparison.OrdinalIgnoreCase),
                new SourceSchedule(every, cron, Time(section, "Jitter")));
    }

    private static TimeSpan? Time(IConfigurationSection section, string name) => section[name] is not { } text ? null
        : TimeWithUnit.TryParse(text, out TimeSpan time) && time > TimeSpan.Zero ? time
        : throw new InvalidSettingException($"{section.Path}:{name}", $"is '{text}'. Use a time with its unit (500ms, 30s, 5m, 1h).");

    // Configuration holds only texts: options read numbers from texts, and the elements of lists are named 0, 1, 2, ...
    private static JsonNode? Json(IConfigurationSection section)
    {
        IConfigurationSection[] children = [.. section.GetChildren()];
        if (children.Length == 0)
        {
            return section.Value switch
            {
                null => null,
                "true" or "True" => JsonValue.Create(true),
                "false" or "False" => JsonValue.Create(false),
                { } text => JsonValue.Create(text),
            };
        }

        return children.Select((child, index) => child.Key == $"{index}").All(isNext => isNext)
            ? new JsonArray([.. children.Select(Json)])
            : new JsonObject(children.Select(child => KeyValuePair.Create(Camel(child.Key), Json(child))));
    }

    // BatchSize in appsettings.json, BATCHSIZE in the environment: options are matched without case, header names are kept.
    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
