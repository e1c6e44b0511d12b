using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Tracker.Hosting.Metrics;

namespace Tracker.Hosting.Tests.Metrics;

/// <summary>A service's metrics alone, on a free port. It collects every meter of the process from its start on.</summary>
internal sealed class MetricsEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private MetricsEndpoint(WebApplication app) => (_app, _client) = (app, new HttpClient { BaseAddress = new Uri(app.Urls.Single()) });

    public static async Task<MetricsEndpoint> StartAsync(params (string Name, string Value)[] settings)
    {
        WebApplicationBuilder web = WebApplication.CreateSlimBuilder();
        web.Configuration.Sources.Clear();
        web.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        web.Logging.ClearProviders();
        web.WebHost.UseUrls("http://127.0.0.1:0");
        ServiceMetrics.AddServices(web.Services, "tests", web.Configuration);
        WebApplication app = web.Build();
        ServiceMetrics.Map(app);
        await app.StartAsync();
        return new MetricsEndpoint(app);
    }

    /// <summary>The text of one scrape.</summary>
    public async Task<string> ReadAsync(string accept = "*/*")
    {
        using HttpRequestMessage request = new(HttpMethod.Get, ServiceMetrics.Path) { Headers = { { "Accept", accept } } };
        using HttpResponseMessage response = await _client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>The lines of one scrape. A series without labels is written without its empty braces.</summary>
    public async Task<string[]> LinesAsync() => (await ReadAsync()).Replace("{} ", " ", StringComparison.Ordinal).Split('\n');

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }
}
