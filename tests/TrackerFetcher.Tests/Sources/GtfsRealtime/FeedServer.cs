using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TrackerFetcher.Tests.Sources.GtfsRealtime;

/// <summary>A real server on the loopback address that answers as a test says.</summary>
internal sealed class FeedServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FeedServer(WebApplication app) => _app = app;

    public string Url => $"{_app.Urls.First()}/feed.pb";

    public List<string> Requests { get; } = [];

    public static async Task<FeedServer> StartAsync(RequestDelegate answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        FeedServer server = new(app);
        app.Run(context =>
        {
            server.Requests.Add($"{context.Request.Headers.IfNoneMatch}|{context.Request.Headers.IfModifiedSince}|{context.Request.Headers["x-key"]}");
            return answer(context);
        });
        await app.StartAsync(CancellationToken.None);
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
