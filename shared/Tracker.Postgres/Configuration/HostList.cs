using System.Globalization;

namespace EFCore.ReadWriteSplitting.Configuration;

/// <summary>The nodes of <c>POSTGRES_HOSTS</c>.</summary>
internal static class HostList
{
    private const string DefaultPort = "5432";

    /// <summary>Parses a list such as <c>a:6432,b,[::1]:6432</c>; the port defaults to 5432. Null returns an empty list.</summary>
    /// <exception cref="InvalidSettingException">An entry is invalid or occurs twice.</exception>
    public static IReadOnlyList<string> Read(string? text)
    {
        if (text is null)
        {
            return [];
        }

        string[] hosts = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(WithPort)];
        return hosts.Distinct(StringComparer.OrdinalIgnoreCase).Count() == hosts.Length
            ? hosts
            : throw new InvalidSettingException("POSTGRES_HOSTS", $"names a node twice ('{text}'). Name each once.");
    }

    private static string WithPort(string entry)
    {
        int colon = entry.LastIndexOf(':');
        (string host, string port) = colon < 0 || entry.EndsWith(']') ? (entry, DefaultPort) : (entry[..colon], entry[(colon + 1)..]);
        bool isHost = Uri.CheckHostName(host.Trim('[', ']')) != UriHostNameType.Unknown;
        return isHost && int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= 65_535
            ? $"{host}:{number.ToString(CultureInfo.InvariantCulture)}"
            : throw new InvalidSettingException("POSTGRES_HOSTS", $"has '{entry}'. Use a comma-separated list of host:port.");
    }
}
