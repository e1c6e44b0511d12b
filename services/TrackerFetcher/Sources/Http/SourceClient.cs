using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace TrackerFetcher.Sources.Http;

/// <summary>The one place from which servers are asked: politely, within limits, and without giving a key to another server.</summary>
internal sealed class SourceClient(IHttpClientFactory clients, ServerPatience patience, SourceSecrets secrets, TimeProvider time)
{
    /// <summary>The named client's name; it must have no time-out of its own, and follow no redirects.</summary>
    public const string Name = "sources";

    /// <summary>The address that a location is, its secrets in place; null where it is a path.</summary>
    /// <exception cref="SourceException">It is an address of another scheme, or a secret is missing.</exception>
    public Uri? UrlOf(string location) => SourceUrl.Parse(secrets.Resolve(location));

    /// <summary>The document, or that it has not changed.</summary>
    public Task<HttpBody> GetAsync(HttpQuestion question, HttpSourceOptions options, CancellationToken ct) =>
        patience.AskAsync(question.Url, options, token => AskAsync(question, options, token), ct);

    private async Task<HttpBody> AskAsync(HttpQuestion question, HttpSourceOptions options, CancellationToken ct)
    {
        using CancellationTokenSource timeout = new(options.Timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        string shown = SourceUrl.Shown(question.Url);
        try
        {
            using HttpClient client = clients.CreateClient(Name);
            using HttpResponseMessage response = await FollowAsync(client, question, options, either.Token);
            if (response.StatusCode == HttpStatusCode.NotModified && question.IsConditional)
            {
                return new HttpBody(null, question.ETag, question.LastModified);
            }

            HttpFailure.ThrowUnlessFound(shown, response, time.GetUtcNow());
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
            throw HttpFailure.Of(shown, e);
        }
        catch (InvalidDataException e)
        {
            throw new SourceException($"'{shown}' is packed, and broken: {e.Message} Check the server.", e) { IsTransient = true };
        }
    }

    private async Task<HttpResponseMessage> FollowAsync(HttpClient client, HttpQuestion question, HttpSourceOptions options, CancellationToken ct)
    {
        Uri own = question.Url;
        Uri url = own;
        for (int redirects = 0; ; redirects++)
        {
            bool isOwn = Redirects.IsSameServer(own, url);
            using HttpRequestMessage request = RequestOf(url, question, isOwn ? options : null);
            if (isOwn)
            {
                AddUser(request, own);
            }

            HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (!Redirects.IsOne(response.StatusCode))
            {
                return response;
            }

            using (response)
            {
                Uri target = Redirects.Target(url, response.Headers.Location);
                if (redirects == Redirects.Most || (question.Json is not null && !Redirects.IsSameServer(own, target)))
                {
                    throw new SourceException(
                        $"'{SourceUrl.Shown(question.Url)}' redirects {(redirects == Redirects.Most ? "without end" : "what is posted to another server")}. Check the URL.");
                }

                url = target;
            }
        }
    }

    private HttpRequestMessage RequestOf(Uri url, HttpQuestion question, HttpSourceOptions? options)
    {
        HttpRequestMessage request = new(question.Json is null ? HttpMethod.Get : HttpMethod.Post, url);
        if (question.Json is not null)
        {
            request.Content = new ByteArrayContent(question.Json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        foreach ((string name, string value) in options?.Headers ?? new Dictionary<string, string>())
        {
            string resolved = secrets.Resolve(value);
            if (resolved.AsSpan().ContainsAnyInRange('\0', '\u001F') || !request.Headers.TryAddWithoutValidation(name, resolved))
            {
                request.Dispose();
                throw new SourceException($"The option 'headers' has '{name}', which is not a header that a request can have. Correct its name or value.");
            }
        }

        if (EntityTagHeaderValue.TryParse(question.ETag, out EntityTagHeaderValue? tag))
        {
            request.Headers.IfNoneMatch.Add(tag);
        }

        request.Headers.IfModifiedSince = question.LastModified;
        return request;
    }

    private static void AddUser(HttpRequestMessage request, Uri url)
    {
        if (url.UserInfo.Length > 0 && request.Headers.Authorization is null)
        {
            byte[] user = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(url.UserInfo));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(user));
        }
    }
}
