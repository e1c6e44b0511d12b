using System.Net;
using System.Net.Http.Headers;

namespace TrackerFetcher.Sources.GtfsRealtime;

/// <summary>Fetches a feed from a server, if it has changed.</summary>
internal sealed class FeedClient(IHttpClientFactory clients, TimeProvider time)
{
    /// <summary>The named client's name; it must have no time-out of its own.</summary>
    public const string Name = "gtfs-rt";

    /// <summary>The address for messages: without a user, and without a query, which may hold a key.</summary>
    public static string Shown(Uri url) => url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>The feed, or that it has not changed.</summary>
    /// <param name="url">http or https.</param>
    /// <param name="known">The feed taken last, whole; null = fetch anyway.</param>
    /// <param name="options">Time-out, limit, headers.</param>
    /// <param name="ct">Ends the fetch.</param>
    public async Task<FeedBody> GetAsync(Uri url, GtfsRealtimePosition? known, GtfsRealtimeOptions options, CancellationToken ct)
    {
        using CancellationTokenSource timeout = new(options.Timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            using HttpClient client = clients.CreateClient(Name);
            using HttpRequestMessage request = RequestOf(url, known, options);
            using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (response.StatusCode == HttpStatusCode.NotModified && known is not null)
            {
                return new FeedBody(null, known.ETag, known.LastModified);
            }

            ThrowUnlessFound(url, response);
            if (response.Content.Headers.ContentLength > options.LargestFeed)
            {
                throw FeedBody.TooLarge(Shown(url), options.LargestFeed);
            }

            await using Stream stream = await response.Content.ReadAsStreamAsync(either.Token);
            byte[] body = await FeedBody.ReadAsync(stream, Shown(url), options.LargestFeed, either.Token);
            return new FeedBody(body, response.Headers.ETag?.ToString(), response.Content.Headers.LastModified);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new SourceException($"'{Shown(url)}' did not answer within {options.Timeout:c}. Check the server, or raise the option 'timeout'.", e) { IsTransient = true };
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError)
        {
            throw new SourceException($"'{Shown(url)}' can't be reached: {e.Message} Check the address and the network.", e) { IsTransient = true };
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new SourceException($"'{Shown(url)}' broke off its answer: {e.Message} It is asked again at its next turn.", e) { IsTransient = true };
        }
    }

    private static HttpRequestMessage RequestOf(Uri url, GtfsRealtimePosition? known, GtfsRealtimeOptions options)
    {
        HttpRequestMessage request = new(HttpMethod.Get, url);
        foreach ((string name, string value) in options.Headers)
        {
            if (value.AsSpan().ContainsAnyInRange('\0', '\u001F') || !request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Dispose();
                throw new SourceException($"The option 'headers' has '{name}', which is not a header that a request can have. Correct its name or value.");
            }
        }

        if (EntityTagHeaderValue.TryParse(known?.ETag, out EntityTagHeaderValue? tag))
        {
            request.Headers.IfNoneMatch.Add(tag);
        }

        request.Headers.IfModifiedSince = known?.LastModified;
        return request;
    }

    private static void ThrowUnlessFound(Uri url, HttpResponseMessage response)
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
        throw new SourceException($"'{Shown(url)}' answered {status}: {what}") { IsTransient = status is 408 or 429 or >= 500 };
    }
}
