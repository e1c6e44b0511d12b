using EFCore.ReadWriteSplitting.Configuration;

namespace Tracker.Data.Configuration;

/// <summary>
/// Secrets that are kept in files: <c>POSTGRES_PASSWORD_FILE=/run/secrets/password</c> stands for <c>POSTGRES_PASSWORD</c> with what
/// that file holds. Only names that begin with <c>POSTGRES_</c> or <c>TRACKER_</c> are looked at: other programs' variables end in
/// <c>_FILE</c> too.
/// </summary>
public static class SecretFiles
{
    private const string Suffix = "_FILE";
    private static readonly string[] Prefixes = ["POSTGRES_", "TRACKER_"];

    /// <summary><paramref name="settings"/> with every <c>NAME_FILE</c> replaced by <c>NAME</c> and the file's text, without its last line end.</summary>
    /// <param name="settings">Settings of one source (the environment, or one file).</param>
    /// <param name="read">Reads a file's text, given its path.</param>
    /// <exception cref="InvalidSettingException">NAME and NAME_FILE are both set, or the file can't be read; the message names the setting.</exception>
    public static IReadOnlyDictionary<string, string> Resolve(IReadOnlyDictionary<string, string> settings, Func<string, string> read)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(read);
        Dictionary<string, string> resolved = new(StringComparer.Ordinal);
        foreach ((string name, string value) in settings)
        {
            if (!IsFile(name) || value.Length == 0)
            {
                resolved[name] = value;
                continue;
            }

            string secret = name[..^Suffix.Length];
            if (settings.ContainsKey(secret)) throw new InvalidSettingException(name, $"{secret} is set too. Set one of them.");
            resolved[secret] = Text(name, value, read);
        }

        return resolved;
    }

    private static bool IsFile(string name) =>
        name.EndsWith(Suffix, StringComparison.Ordinal) && Array.Exists(Prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    private static string Text(string name, string path, Func<string, string> read)
    {
        try
        {
            return read(path).TrimEnd('\r', '\n');
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InvalidSettingException(name, $"'{path}' can't be read ({unreadable.Message}). Name a file that this user can read.");
        }
    }
}
