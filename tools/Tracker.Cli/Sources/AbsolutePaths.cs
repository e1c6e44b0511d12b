using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tracker.Data.Ingest;
using TrackerFetcher.Sources;

namespace Tracker.Cli.Sources;

/// <summary>Makes the paths of a source absolute, because the fetchers have another working directory.</summary>
internal static class AbsolutePaths
{
    public static SourceDefinition Of(SourceDefinition source)
    {
        ISourceReader reader = SourceKinds.All.Get(source.Kind);
        return source with
        {
            Location = reader.NeedsLocation && IsPath(source.Location) ? Path.GetFullPath(source.Location) : source.Location,
            Options = OptionsOf(source.Options, reader.OptionsType),
        };
    }

    // A reference to a key may become a URL.
    private static bool IsPath(string location) =>
        !location.Contains("://", StringComparison.Ordinal) && !location.Contains("${", StringComparison.Ordinal);

    private static string OptionsOf(string text, Type type)
    {
        if (JsonNode.Parse(text, new JsonNodeOptions { PropertyNameCaseInsensitive = true }) is not JsonObject options)
        {
            return text;
        }

        bool isChanged = false;
        foreach (PropertyInfo property in type.GetProperties().Where(property => property.IsDefined(typeof(FilePathAttribute))))
        {
            if (options[property.Name] is { } path && path.GetValueKind() == JsonValueKind.String)
            {
                options[property.Name] = Path.GetFullPath(path.GetValue<string>());
                isChanged = true;
            }
        }

        return isChanged ? options.ToJsonString() : text;
    }
}
