using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TrackerFetcher.Sources;
using TrackerFetcher.Tests.Sources.Http;

namespace TrackerFetcher.Tests.Sources.GtfsRealtime;

public sealed class GtfsRealtimeHttpTests : IDisposable
{
    private const string LastModified = "Wed, 01 Jan 2025 00:00:00 GMT";
    private static readonly byte[] Feed = Feeds.OfMany(100);
    private readonly ServiceProvider _services = Feeds.Services();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task An_unchanged_feed_is_asked_for_by_its_validators_and_has_nothing_new()
    {
        await using FeedServer server = await FeedServer.StartAsync(async context =>
        {
            context.Response.Headers.ETag = "W/\"v1\"";
            context.Response.Headers.LastModified = LastModified;
            if (context.Request.Headers.IfNoneMatch == "W/\"v1\"")
            {
                context.Response.StatusCode = 304;
                return;
            }

            await context.Response.Body.WriteAsync(Feed, context.RequestAborted);
        });

        Reading first = await Read(server, """{"headers":{"X-Key":"secret"}}""");
        Reading second = await Read(server, position: first.Position);
        Reading third = await Read(server, position: second.Position);

        Assert.Equal(100, first.Reports.Count);
        Assert.Equal((0, 0), (second.Received, third.Received));
        Assert.Equal(["||secret", $"W/\"v1\"|{LastModified}|", $"W/\"v1\"|{LastModified}|"], server.Requests);
    }

    [Fact]
    public async Task A_feed_half_taken_is_fetched_again_whole_and_taken_to_its_end()
    {
        await using FeedServer server = await FeedServer.StartAsync(async context =>
        {
            Assert.Equal(0, context.Request.Headers.IfNoneMatch.Count);
            context.Response.Headers.ETag = "\"v1\"";
            await context.Response.Body.WriteAsync(Feed, context.RequestAborted);
        });

        Reading resumed = await Reading.Resumed(_services.Reader, server.Url, seed: 5);

        Assert.Equal(100, resumed.Reports.Distinct().Count());
        Assert.Equal(100, resumed.Received);
    }

    [Fact]
    public async Task The_same_feed_from_a_server_without_validators_has_nothing_new()
    {
        await using FeedServer server = await FeedServer.StartAsync(context => context.Response.Body.WriteAsync(Feed, context.RequestAborted).AsTask());
        Reading first = await Read(server);
        Reading second = await Read(server, position: first.Position);

        Assert.Equal((100, 0), (first.Received, second.Received));
    }

    [Theory]
    [InlineData(404, false, "there is no feed at this address. Check the URL.")]
    [InlineData(403, false, "the option 'headers'")]
    [InlineData(429, true, "asked too often")]
    [InlineData(503, true, "in trouble")]
    [InlineData(304, false, "not an answer with a feed")]
    public async Task A_status_is_explained(int status, bool isTransient, string message)
    {
        await using FeedServer server = await FeedServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        SourceException e = await Assert.ThrowsAsync<SourceException>(() => Read(server));

        Assert.Equal(isTransient, e.IsTransient);
        Assert.Contains($"answered {status}", e.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_does_not_finish_in_time_is_given_up(bool begins)
    {
        await using FeedServer server = await FeedServer.StartAsync(async context =>
        {
            if (begins)
            {
                await context.Response.Body.WriteAsync(Feed.AsMemory(0, 10), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }

            TaskCompletionSource gone = new();
            await using CancellationTokenRegistration registration = context.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        });
        SourceException e = await Assert.ThrowsAsync<SourceException>(() => Read(server, """{"timeout":"00:00:00.300"}"""));

        Assert.True(e.IsTransient);
        Assert.Contains("did not answer within 00:00:00.3", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_stops_sees_its_own_cancellation()
    {
        using CancellationTokenSource stop = new();
        await using FeedServer server = await FeedServer.StartAsync(async context =>
        {
            await stop.CancelAsync();
            TaskCompletionSource gone = new();
            await using CancellationTokenRegistration registration = context.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (SourceBatch _ in _services.Reader().ReadAsync(new SourceRequest(server.Url), stop.Token))
            {
            }
        });
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task A_body_above_the_limit_is_refused(bool saysLength, bool packed)
    {
        await using FeedServer server = await FeedServer.StartAsync(async context =>
        {
            byte[] body = new byte[100_000];
            if (packed)
            {
                context.Response.Headers.ContentEncoding = "gzip";
                await using GZipStream gzip = new(context.Response.Body, CompressionLevel.Fastest);
                await gzip.WriteAsync(body, context.RequestAborted);
                return;
            }

            context.Response.ContentLength = saysLength ? body.Length : null;
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        });
        SourceException e = await Assert.ThrowsAsync<SourceException>(() => Read(server, """{"largestBody":50000}"""));

        Assert.Contains("larger than 50000 bytes", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_breaks_off_is_refused_whole(bool saysLength)
    {
        await using FeedServer server = await FeedServer.StartAsync(async context =>
        {
            context.Response.ContentLength = saysLength ? Feed.Length : null;
            await context.Response.Body.WriteAsync(Feed.AsMemory(0, Feed.Length / 2), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            if (!saysLength)
            {
                context.Abort();
            }
        });
        SourceException e = await Assert.ThrowsAsync<SourceException>(() => Read(server));

        Assert.True(e.IsTransient);
        Assert.Contains("broke off", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_packed_feed_is_unpacked()
    {
        await using FeedServer server = await FeedServer.StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using GZipStream gzip = new(context.Response.Body, CompressionLevel.Fastest);
            await gzip.WriteAsync(Feed, context.RequestAborted);
        });

        Assert.Equal(100, (await Read(server)).Reports.Count);
    }

    [Fact]
    public async Task A_server_that_is_not_there_and_an_address_of_another_kind_are_explained()
    {
        string url;
        await using (FeedServer server = await FeedServer.StartAsync(_ => Task.CompletedTask))
        {
            url = server.Url;
        }

        SourceException gone = await Assert.ThrowsAsync<SourceException>(() => Reading.Of(_services.Reader(), url, """{"retries":0}"""));
        SourceException other = await Assert.ThrowsAsync<SourceException>(() => Reading.Of(_services.Reader(), "ftp://127.0.0.1/feed.pb"));

        SourceException keyed = await Assert.ThrowsAsync<SourceException>(() => Reading.Of(_services.Reader(), url.Replace("://", "://me:secret@", StringComparison.Ordinal) + "?key=secret", """{"retries":0}"""));

        Assert.StartsWith($"'{url}' can't be reached", keyed.Message, StringComparison.Ordinal);
        Assert.True(gone.IsTransient);
        Assert.Contains("can't be reached", gone.Message, StringComparison.Ordinal);
        Assert.Contains("Give an http or https URL, or a path.", other.Message, StringComparison.Ordinal);
    }

    // Tried again at once, so that no test waits.
    private Task<Reading> Read(FeedServer server, string options = """{"retryDelay":"00:00:00.001"}""", string? position = null) =>
        Reading.Of(_services.Reader(), server.Url, options, position);
}
