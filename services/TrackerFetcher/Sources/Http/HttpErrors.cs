using System.Net.Http.Headers;

namespace TrackerFetcher.Sources.Http;

/// <summary>Errors of requests, each with what to do about it.</summary>
internal static class HttpErrors
{
    // A wrong Retry-After header must not stop a source permanently.
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    public static void ThrowUnlessSuccess(string shown, HttpResponseMessage response, DateTimeOffset now)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        int status = (int)response.StatusCode;
        string what = status switch
        {
            404 or 410 => "there is no feed at this address. Check the URL.",
            401 or 403 => "the server refuses access. Give the key that it asks for in the option 'headers'.",
            429 => "the server is asked too often. Raise the source's interval.",
            >= 500 => "the server is in trouble. It is asked again at its next turn.",
            _ => "this is not an answer with a feed. Check the URL.",
        };
        throw new SourceException($"'{shown}' answered {status}: {what}")
        {
            IsTransient = status is 408 or 429 or >= 500,
            RetryAfter = RetryAfter(response.Headers.RetryAfter, now),
        };
    }

    public static SourceException ToSourceException(string shown, Exception error) => error is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
    }
        ? new SourceException($"'{shown}' can't be reached: {error.Message} Check the address and the network.", error)
        {
            IsTransient = true,
        }
        : new SourceException($"'{shown}' broke off its answer: {error.Message} It is asked again at its next turn.", error)
        {
            IsTransient = true,
        };

    /// <summary>The delay that the server asks for; null if it asks for none, or the time is over.</summary>
    public static TimeSpan? RetryAfter(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        TimeSpan? wait = header?.Delta ?? header?.Date - now;
        return wait > LongestRetryAfter ? LongestRetryAfter : wait > TimeSpan.Zero ? wait : null;
    }
}
