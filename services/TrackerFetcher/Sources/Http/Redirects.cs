using System.Net;

namespace TrackerFetcher.Sources.Http;

/// <summary>Which redirects are followed.</summary>
internal static class Redirects
{
    public const int Most = 5;

    public static bool IsOne(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
        or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    /// <summary>Whether scheme, host and port are the same. Keys are sent only to the server of the source's own URL.</summary>
    public static bool IsSameServer(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port && string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase);

    /// <summary>The target of a redirect from <paramref name="asked"/>.</summary>
    /// <exception cref="SourceException">There is no target, it is not http or https, or it leads from https to http.</exception>
    public static Uri Target(Uri asked, Uri? location)
    {
        if (location is null || !Uri.TryCreate(asked, location, out Uri? target) || (target.Scheme != Uri.UriSchemeHttp && target.Scheme != Uri.UriSchemeHttps))
        {
            throw new SourceException($"'{SourceUrl.Shown(asked)}' redirects to no web address. Check the URL.");
        }

        return asked.Scheme == Uri.UriSchemeHttps && target.Scheme == Uri.UriSchemeHttp
            ? throw new SourceException($"'{SourceUrl.Shown(asked)}' redirects from https to http, which is not followed. Check the URL.")
            : target;
    }
}
