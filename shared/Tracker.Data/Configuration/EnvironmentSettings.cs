using System.Collections;
using EFCore.ReadWriteSplitting.Configuration;

namespace Tracker.Data.Configuration;

/// <summary>
/// The settings of this process: its environment, then <c>.env.test</c> (only where <c>TRACKER_ENV</c> is <c>test</c>),
/// <c>.env.local</c> and <c>.env</c>; the first that names a setting counts. In each, <c>NAME_FILE</c> stands for a secret
/// (<see cref="SecretFiles"/>). The files are those of the nearest folder, from the working directory upward, that has any of them;
/// the search ends at a repository's root.
/// </summary>
public static class EnvironmentSettings
{
    private const string EnvironmentName = "TRACKER_ENV";

    /// <summary>The settings of this process, by their names as they stand in the environment.</summary>
    /// <exception cref="InvalidSettingException">A file or a secret can't be read; the message says which.</exception>
    public static IReadOnlyDictionary<string, string> Load() => Load(Directory.GetCurrentDirectory(), OfProcess());

    /// <summary>The settings as seen from a folder, with an environment.</summary>
    /// <param name="directory">Where the search for the files begins.</param>
    /// <param name="environment">The process's environment variables.</param>
    /// <exception cref="InvalidSettingException">A file or a secret can't be read; the message says which.</exception>
    public static IReadOnlyDictionary<string, string> Load(string directory, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        Dictionary<string, string> settings = new(StringComparer.Ordinal);
        foreach (IReadOnlyDictionary<string, string> layer in Layers(directory, environment))
        {
            foreach ((string name, string value) in SecretFiles.Resolve(layer, File.ReadAllText)) settings[name] = value;
        }

        return settings;
    }

    // From the weakest to the strongest.
    private static IEnumerable<IReadOnlyDictionary<string, string>> Layers(string directory, IReadOnlyDictionary<string, string> environment)
    {
        bool test = environment.TryGetValue(EnvironmentName, out string? name) && string.Equals(name, "test", StringComparison.OrdinalIgnoreCase);
        string[] files = test ? [".env", ".env.local", ".env.test"] : [".env", ".env.local"];
        if (Nearest(directory, files) is { } folder)
        {
            foreach (string file in files.Select(file => Path.Combine(folder, file)).Where(File.Exists)) yield return Read(file);
        }

        yield return environment;
    }

    private static string? Nearest(string directory, string[] files)
    {
        for (DirectoryInfo? folder = new(directory); folder is not null; folder = folder.Parent)
        {
            if (Array.Exists(files, file => File.Exists(Path.Combine(folder.FullName, file)))) return folder.FullName;
            if (Path.Exists(Path.Combine(folder.FullName, ".git"))) return null;
        }

        return null;
    }

    private static IReadOnlyDictionary<string, string> Read(string file)
    {
        try
        {
            return DotEnv.Parse(File.ReadAllText(file), file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InvalidSettingException(file, $"can't be read ({unreadable.Message}). Make it readable to this user, or remove it.");
        }
    }

    private static Dictionary<string, string> OfProcess() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? string.Empty, StringComparer.Ordinal);
}
