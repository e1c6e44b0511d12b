using System.Text.Json;
using System.Text.Json.Nodes;
using Tracker.Data.Ingest;

namespace Tracker.Cli.Sources;

/// <summary>Paths as they are meant where they are typed: the fetchers have another working directory.</summary>
internal static class FullPaths
{
    private const string KeysFile = "keysFile";

    public static SourceDefinition Of(SourceDefinition source) => source with { Location = LocationOf(source), Options = OptionsOf(source) };

    // An address, or what becomes one by a key, is no path.
    private static string LocationOf(SourceDefinition source) =>
        source.Kind == "simulator" || source.Location.Contains("://", StringComparison.Ordinal) || source.Location.Contains("${", StringComparison.Ordinal)
            ? source.Location
            : Path.GetFullPath(source.Location);

    private static string OptionsOf(SourceDefinition source)
    {
        if (source.Kind != "findmy" || JsonNode.Parse(source.Options, new JsonNodeOptions { PropertyNameCaseInsensitive = true }) is not JsonObject options
            || options[KeysFile]?.GetValueKind() != JsonValueKind.String)
        {
            return source.Options;
        }

        options[KeysFile] = Path.GetFullPath(options[KeysFile]!.GetValue<string>());
        return options.ToJsonString();
    }
}
