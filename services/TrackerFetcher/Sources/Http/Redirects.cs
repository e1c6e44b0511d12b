using System.Net;

namespace TrackerFetcher.Sources.Http;

/// <summary>Where a redirect may lead.</summary>
internal static class Redirects
{
    public const int Most = 5;

    public static bool IsOne(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
        or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    /// <summary>Scheme, host and port are the same: the server that the source's keys are for.</summary>
    public static bool IsSameServer(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port && string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase);

    /// <summary>The address that an answer of <paramref name="asked"/> leads to.</summary>
    /// <exception cref="SourceException">It leads nowhere, off the web, or from https down to http.</exception>
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
