using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Tracker.Hosting.Tests.Sample;

/// <summary>The sample service inside the test's process, on a free port, with a client for it.</summary>
internal sealed class SampleHost : IAsyncDisposable
{
    private SampleHost(WebApplication app, HttpClient client) => (App, Client) = (app, client);

    public WebApplication App { get; }

    public HttpClient Client { get; }

    public static async Task<SampleHost> StartAsync(TimeProvider? clock = null, params string[] args)
    {
        WebApplication app = new HostConstruction("sample-service", port: 0).Build(["--TRACKER_HTTP_PORT", "any", .. args], host =>
        {
            if (clock is not null) host.Services.Replace(ServiceDescriptor.Singleton(clock));
            SampleService.Configure(host);
        });
        await app.StartAsync(CancellationToken.None);
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new SampleHost(app, new HttpClient { BaseAddress = new Uri(address) });
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
    }
}
