using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace TrackerFetcher.Sources.Http;

/// <summary>
/// Sends all requests to servers: with limits on time and size, with retries, and without sending a key to another server.
/// </summary>
internal sealed class SourceClient(IHttpClientFactory clients, ServerResilience resilience, SourceSecrets secrets, TimeProvider time)
{
    /// <summary>The name of the HTTP client, which has no time-out of its own and follows no redirects.</summary>
    public const string Name = "sources";

    /// <summary>A location as a URL with its secrets resolved; null if it is a path.</summary>
    /// <exception cref="SourceException">The URL has another scheme, or a secret is missing.</exception>
    public Uri? UrlOf(string location) => SourceUrl.Parse(secrets.Resolve(location));

    /// <summary>Sends a request, with retries.</summary>
    /// <exception cref="SourceException">The request failed.</exception>
    public Task<HttpBody> SendAsync(HttpSourceRequest request, HttpSourceOptions options, CancellationToken ct) =>
        resilience.ExecuteAsync(request.Url, options, token => SendOnceAsync(request, options, token), ct);

    private async Task<HttpBody> SendOnceAsync(HttpSourceRequest request, HttpSourceOptions options, CancellationToken ct)
    {
        using CancellationTokenSource timeout = new(options.Timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        string shown = SourceUrl.Shown(request.Url);
        try
        {
            using HttpClient client = clients.CreateClient(Name);
            using HttpResponseMessage response = await FollowAsync(client, request, options, either.Token);
            if (response.StatusCode == HttpStatusCode.NotModified && request.IsConditional)
            {
                return new HttpBody(null, request.ETag, request.LastModified);
            }

            HttpErrors.ThrowUnlessSuccess(shown, response, time.GetUtcNow());
            if (response.Content.Headers.ContentLength > options.LargestBody)
            {
                throw HttpBody.TooLarge(shown, options.LargestBody);
            }

            await using Stream stream = await response.Content.ReadAsStreamAsync(either.Token);
            byte[] body = await HttpBody.ReadAsync(stream, shown, options.LargestBody, either.Token);
            return new HttpBody(body, response.Headers.ETag?.ToString(), response.Content.Headers.LastModified);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new SourceException($"'{shown}' did not answer within {options.Timeout:c}. Check the server, or raise the option 'timeout'.", e) { IsTransient = true };
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw HttpErrors.ToSourceException(shown, e);
        }
        catch (InvalidDataException e)
        {
            throw new SourceException($"'{shown}' is packed, and broken: {e.Message} Check the server.", e) { IsTransient = true };
        }
    }

    private async Task<HttpResponseMessage> FollowAsync(
        HttpClient client, HttpSourceRequest request, HttpSourceOptions options, CancellationToken ct)
    {
        Uri own = request.Url;
        Uri url = own;
        for (int redirects = 0; ; redirects++)
        {
            bool isOwn = Redirects.IsSameServer(own, url);
            using HttpRequestMessage message = MessageOf(url, request, isOwn ? options : null);
            if (isOwn)
            {
                AddUser(message, own);
            }

            HttpResponseMessage response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, ct);
            if (!Redirects.IsOne(response.StatusCode))
            {
                return response;
            }

            using (response)
            {
                Uri target = Redirects.Target(url, response.Headers.Location);
                if (redirects == Redirects.Most || (request.Json is not null && !Redirects.IsSameServer(own, target)))
                {
                    throw new SourceException(
                        $"'{SourceUrl.Shown(request.Url)}' redirects {(redirects == Redirects.Most ? "without end" : "what is posted to another server")}. Check the URL.");
                }

                url = target;
            }
        }
    }

    private HttpRequestMessage MessageOf(Uri url, HttpSourceRequest request, HttpSourceOptions? options)
    {
        HttpRequestMessage message = new(request.Json is null ? HttpMethod.Get : HttpMethod.Post, url);
        if (request.Json is not null)
        {
            message.Content = new ByteArrayContent(request.Json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        foreach ((string name, string value) in options?.Headers ?? new Dictionary<string, string>())
        {
            string resolved = secrets.Resolve(value);
            if (resolved.AsSpan().ContainsAnyInRange('\0', '\u001F') || !message.Headers.TryAddWithoutValidation(name, resolved))
            {
                message.Dispose();
                throw new SourceException(
                    $"The option 'headers' has '{name}', which is not a header that a request can have. Correct its name or value.");
            }
        }

        if (EntityTagHeaderValue.TryParse(request.ETag, out EntityTagHeaderValue? tag))
        {
            message.Headers.IfNoneMatch.Add(tag);
        }

        message.Headers.IfModifiedSince = request.LastModified;
        return message;
    }

    private static void AddUser(HttpRequestMessage message, Uri url)
    {
        if (url.UserInfo.Length > 0 && message.Headers.Authorization is null)
        {
            byte[] user = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(url.UserInfo));
            message.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(user));
        }
    }
}
