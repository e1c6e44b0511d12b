using Tracker.Data.Fences;
using Tracker.Geo.Fences;

namespace Tracker.Cli.Sources;

/// <summary>Reads a file of fences, WKT by its extension and GeoJSON else, before anything is started.</summary>
internal static class FenceFile
{
    /// <exception cref="CliException">The file or one fence can't be used.</exception>
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
