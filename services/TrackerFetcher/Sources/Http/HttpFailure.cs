using System.Net.Http.Headers;

namespace TrackerFetcher.Sources.Http;

/// <summary>What failed on the way to a document, and what to do about it.</summary>
internal static class HttpFailure
{
    /// <summary>A server that asks for more is asked again after a day: a slip of a header must not silence a source for ever.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    public static void ThrowUnlessFound(string shown, HttpResponseMessage response, DateTimeOffset now)
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
            RetryAfter = After(response.Headers.RetryAfter, now),
        };
    }

    public static SourceException Of(string shown, Exception error) => error is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
    }
        ? new SourceException($"'{shown}' can't be reached: {error.Message} Check the address and the network.", error) { IsTransient = true }
        : new SourceException($"'{shown}' broke off its answer: {error.Message} It is asked again at its next turn.", error) { IsTransient = true };

    /// <summary>How long the server asks to be left alone; null = it does not say, or the time is over.</summary>
    public static TimeSpan? After(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        TimeSpan? wait = header?.Delta ?? header?.Date - now;
        return wait > LongestRetryAfter ? LongestRetryAfter : wait > TimeSpan.Zero ? wait : null;
    }
}
