using System.Globalization;

namespace TrackerFetcher.Sources.Http;

/// <summary>Addresses of sources.</summary>
internal static class SourceUrl
{
    /// <summary>The address that a location is; null where it is a path.</summary>
    /// <exception cref="SourceException">It is an address of another scheme.</exception>
    public static Uri? Parse(string location)
    {
        if (!location.Contains("://", StringComparison.Ordinal))
        {
            return null;
        }

        return Uri.TryCreate(location, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? url
            : throw new SourceException("The source's location is not an address that can be fetched. Give an http or https URL, or a path.");
    }

    /// <summary>The address for messages: without a user, and without a query, which may hold a key.</summary>
    public static string Shown(Uri url) => url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>The address with one more parameter in its query; one that it has already stays as it is.</summary>
    public static Uri With(Uri url, string name, string value)
    {
        if (Parameter(url, name) is not null)
        {
            return url;
        }

        string added = string.Create(CultureInfo.InvariantCulture, $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}");
        return new UriBuilder(url) { Query = url.Query.Length > 1 ? $"{url.Query}&{added}" : added }.Uri;
    }

    /// <summary>A parameter of the address's query; null = it has none of that name.</summary>
    public static string? Parameter(Uri url, string name) => url.Query.TrimStart('?')
        .Split('&')
        .Select(part => part.Split('=', 2))
        .Where(part => part.Length == 2 && Uri.UnescapeDataString(part[0]) == name)
        .Select(part => Uri.UnescapeDataString(part[1]))
        .FirstOrDefault();
}
