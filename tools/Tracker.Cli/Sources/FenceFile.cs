using Tracker.Data.Fences;

namespace Tracker.Cli.Sources;

/// <summary>Reads a file of fences before anything is started.</summary>
internal static class FenceFile
{
    /// <exception cref="CliException">The file or one fence can't be used.</exception>
    public static IReadOnlyList<FenceDefinition> Read(string argument)
    {
        try
        {
            using FileStream file = File.OpenRead(SourceInput.ReadableFile(argument));
            return GeoJsonFences.Read(file);
        }
        catch (InvalidFenceException invalid)
        {
            throw new CliException($"'{argument}' can't be used for fences. {invalid.Message}", invalid);
        }
    }
}
