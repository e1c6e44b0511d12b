using System.Globalization;

namespace TrackerFetcher.Sources.Http;

/// <summary>URLs of sources.</summary>
internal static class SourceUrl
{
    /// <summary>A location as a URL; null if it is a path.</summary>
    /// <exception cref="SourceException">The URL has another scheme.</exception>
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

    /// <summary>The URL for messages: without the user and the query, which may hold a key.</summary>
    public static string Shown(Uri url) => url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>The URL with one more query parameter. A parameter that it already has is left unchanged.</summary>
    public static Uri With(Uri url, string name, string value)
    {
        if (Parameter(url, name) is not null)
        {
            return url;
        }

        string added = string.Create(CultureInfo.InvariantCulture, $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}");
        return new UriBuilder(url) { Query = url.Query.Length > 1 ? $"{url.Query}&{added}" : added }.Uri;
    }

    /// <summary>A query parameter of the URL; null if it has none of that name.</summary>
    public static string? Parameter(Uri url, string name) => url.Query.TrimStart('?')
        .Split('&')
        .Select(part => part.Split('=', 2))
        .Where(part => part.Length == 2 && Uri.UnescapeDataString(part[0]) == name)
        .Select(part => Uri.UnescapeDataString(part[1]))
        .FirstOrDefault();
}
