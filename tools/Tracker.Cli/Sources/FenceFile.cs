using Tracker.Data.Fences;
using Tracker.Geo.Fences;

namespace Tracker.Cli.Sources;

/// <summary>Reads a file of fences before anything is started: WKT if its extension is .wkt, GeoJSON otherwise.</summary>
internal static class FenceFile
{
    /// <exception cref="CliException">The file or a fence in it is invalid.</exception>
    public static IReadOnlyList<FenceDefinition> Read(string argument)
    {
        try
        {
            string path = SourceInput.ReadableFile(argument);
            if (Path.GetExtension(path).Equals(".wkt", StringComparison.OrdinalIgnoreCase))
            {
                return WktFences.Read(File.ReadAllText(path));
            }

            using FileStream file = File.OpenRead(path);
            return GeoJsonFences.Read(file);
        }
        catch (InvalidFenceException invalid)
        {
            throw new CliException($"'{argument}' can't be used for fences. {invalid.Message}", invalid);
        }
    }
}
