using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using TrackerFetcher.Sources;
using TrackerFetcher.Sources.Http;

namespace TrackerFetcher.Tests.Sources.Http;

public sealed class SourceClientTests : IDisposable
{
    private const string Good = """[{"id":"a","time":1767171600,"lat":48,"lon":16}]""";
    private const string Quick = """{"retryDelay":"00:00:00.001"}""";

    private readonly Readers _readers = new(
        new Dictionary<string, string?> { ["TRACKER_KEY_FEED"] = "open sesame", ["POSTGRES_PASSWORD"] = "never to be sent" },
        new SourceClientOptions { BreakerFailures = 4, BreakerPause = TimeSpan.FromSeconds(20), KeysDirectory = Path.GetTempPath() });

    public void Dispose() => _readers.Dispose();

    [Fact]
    public async Task A_failed_request_is_retried_and_then_left_to_the_next_turn()
    {
        using Readers patient = new(client: new SourceClientOptions { BreakerFailures = 100 });
        int failures = 2;
        await using FeedServer server = await FeedServer.StartAsync(context => failures-- > 0 ? FailAsync(context, 503) : SayAsync(context));
        Assert.Single((await patient.Read(Kind.HttpJson, server.Url, Quick)).Reports);
        Assert.Equal(3, server.Questions.Count);

        failures = 3;
        SourceException e = await Assert.ThrowsAsync<SourceException>(() => patient.Read(Kind.HttpJson, server.Url, Quick));
        Assert.True(e.IsTransient);
        Assert.Equal(6, server.Questions.Count);
    }

    [Fact]
    public async Task A_permanent_failure_is_not_retried()
    {
        await using FeedServer server = await FeedServer.StartAsync(context => FailAsync(context, 404));
        await Assert.ThrowsAsync<SourceException>(() => ReadAsync(server, Quick));
        Assert.Single(server.Questions);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Thu, 01 Jan 2026 00:05:00 GMT", 300)]
    [InlineData("99999999", 86_400)]
    public async Task A_long_delay_that_the_server_asks_for_is_kept(string header, double seconds)
    {
        await using FeedServer server = await FeedServer.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = header;
            return FailAsync(context, 429);
        });
        SourceException e = await Assert.ThrowsAsync<SourceException>(() => ReadAsync(server, Quick));

        Assert.Equal(TimeSpan.FromSeconds(seconds), e.RetryAfter);
        Assert.Single(server.Questions);
    }

    [Fact]
    public async Task A_server_that_keeps_failing_is_not_asked_for_a_while_and_another_server_is()
    {
        await using FeedServer bad = await FeedServer.StartAsync(context => FailAsync(context, 500));
        await using FeedServer good = await FeedServer.StartAsync(SayAsync);
        for (int i = 0; i < 4; i++)
        {
            await Assert.ThrowsAsync<SourceException>(() => ReadAsync(bad, """{"retries":0}"""));
        }

        SourceException e = await Assert.ThrowsAsync<SourceException>(() => ReadAsync(bad, """{"retries":0}"""));
        Assert.Contains("is not asked for 00:00:20", e.Message, StringComparison.Ordinal);
        Assert.True(e.IsTransient);
        Assert.Equal(4, bad.Questions.Count);
        Assert.Single((await ReadAsync(good)).Reports);

        _readers.Clock.Now += TimeSpan.FromSeconds(21);
        await Assert.ThrowsAsync<SourceException>(() => ReadAsync(bad, """{"retries":0}"""));
        Assert.Equal(5, bad.Questions.Count);
    }

    [Fact]
    public async Task A_key_goes_with_a_redirect_on_its_own_server_and_never_to_another()
    {
        await using FeedServer other = await FeedServer.StartAsync(SayAsync);
        await using FeedServer server = await FeedServer.StartAsync(context =>
        {
            if (context.Request.Path == "/there")
            {
                return SayAsync(context);
            }

            context.Response.StatusCode = 302;
            context.Response.Headers.Location = context.Request.Path == "/away" ? other.Url : "/there";
            return Task.CompletedTask;
        });
        const string Options = """{"headers":{"X-Key":"secret"}}""";

        Assert.Single((await _readers.Read(Kind.HttpJson, $"{server.Root}/here", Options)).Reports);
        Assert.Single((await _readers.Read(Kind.HttpJson, $"{server.Root}/away", Options)).Reports);
        Assert.Equal(["||secret", "||secret", "||secret"], server.Requests);
        Assert.Equal(["||"], other.Requests);
    }

    [Fact]
    public async Task An_endless_redirect_is_refused()
    {
        await using FeedServer server = await FeedServer.StartAsync(context =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = "/again";
            return Task.CompletedTask;
        });
        SourceException e = await Assert.ThrowsAsync<SourceException>(() => ReadAsync(server));
        Assert.Contains("redirects without end", e.Message, StringComparison.Ordinal);
        Assert.Equal(6, server.Questions.Count);
    }

    [Fact]
    public async Task A_small_compressed_body_that_would_exhaust_the_memory_is_refused()
    {
        await using FeedServer server = await FeedServer.StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = "br";
            await using BrotliStream packed = new(context.Response.Body, CompressionLevel.Fastest);
            byte[] block = new byte[1024 * 1024];
            // 4 GiB of zeros in a few kilobytes, as long as the client listens.
            for (int i = 0; i < 4_096 && !context.RequestAborted.IsCancellationRequested; i++)
            {
                await packed.WriteAsync(block, context.RequestAborted);
            }
        });
        long before = GC.GetTotalAllocatedBytes();
        SourceException e = await Assert.ThrowsAsync<SourceException>(() => ReadAsync(server, """{"largestBody":1000000}"""));

        Assert.Contains("larger than 1000000 bytes, unpacked", e.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 200_000_000);
    }

    [Fact]
    public async Task A_key_can_be_in_a_file_or_a_setting_and_appears_in_no_message()
    {
        await using FeedServer server = await FeedServer.StartAsync(SayAsync);
        using TempFile file = new("from the file\n", "key");
        await ReadAsync(server, """{"headers":{"X-Key":"Bearer ${TRACKER_KEY_FEED}"}}""");
        await ReadAsync(server, """{"headers":{"X-Key":"${file:PATH}"}}""".Replace("PATH", file.Path, StringComparison.Ordinal));
        await _readers.Read(Kind.HttpJson, server.Url + "?key=${TRACKER_KEY_FEED}");

        Assert.Equal(["||Bearer open sesame", "||from the file", "||"], server.Requests);
        Assert.EndsWith("?key=open%20sesame", server.Questions[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("${POSTGRES_PASSWORD}", "begins with TRACKER_KEY_")]
    [InlineData("${TRACKER_KEY_OTHER}", "TRACKER_KEY_OTHER, which is not set")]
    [InlineData("${file:no-such-key}", "no-such-key' can't be read")]
    public async Task A_secret_that_is_missing_or_not_allowed_is_named_and_nothing_is_sent(string value, string message)
    {
        await using FeedServer server = await FeedServer.StartAsync(SayAsync);
        SourceException e = await Assert.ThrowsAsync<SourceException>(() => ReadAsync(server, $$$"""{"headers":{"X-Key":"{{{value}}}"}}"""));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("never to be sent", e.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task The_user_of_the_URL_is_sent_as_basic_authentication()
    {
        string? authorization = null;
        await using FeedServer server = await FeedServer.StartAsync(context =>
        {
            authorization = context.Request.Headers.Authorization;
            return SayAsync(context);
        });
        await _readers.Read(Kind.HttpJson, server.Url.Replace("://", "://me:pass%20word@", StringComparison.Ordinal));
        Assert.Equal("Basic bWU6cGFzcyB3b3Jk", authorization);
    }

    private Task<Reading> ReadAsync(FeedServer server, string? options = null) => _readers.Read(Kind.HttpJson, server.Url, options);

    private static Task SayAsync(HttpContext context) => context.Response.WriteAsync(Good, context.RequestAborted);

    private static Task FailAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
