using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TrackerFetcher.Tests.Sources.Http;

/// <summary>A real server on the loopback address that answers as a test says.</summary>
internal sealed class FeedServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FeedServer(WebApplication app) => _app = app;

    public string Root => _app.Urls.First();

    public string Url => $"{Root}/feed.pb";

    /// <summary>Validators and key of each request.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Method, path and query of each request.</summary>
    public List<string> Questions { get; } = [];

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
            server.Questions.Add($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
            return answer(context);
        });
        await app.StartAsync(CancellationToken.None);
        return server;
    }

    /// <summary>A server that always gives the same text.</summary>
    public static Task<FeedServer> SayingAsync(string text) =>
        StartAsync(context => context.Response.WriteAsync(text, context.RequestAborted));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
