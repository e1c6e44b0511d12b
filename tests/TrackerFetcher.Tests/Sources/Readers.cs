using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TrackerFetcher.Sources;

namespace TrackerFetcher.Tests.Sources;

/// <summary>The readers as the service registers them, on a clock of the test's.</summary>
internal sealed class Readers : IDisposable
{
    private readonly ServiceProvider _services;

    public Readers(Dictionary<string, string?>? settings = null, FetchSettings? fetch = null)
    {
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(Clock).AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        if (fetch is not null)
        {
            services.AddSingleton(fetch);
        }

        _services = services.AddSourceReaders().BuildServiceProvider(validateScopes: true);
    }

    public FixedTime Clock { get; } = FixedTime.At("2026-01-01T00:00:00Z");

    public IServiceProvider Services => _services;

    public ISourceReader this[string kind] => _services.GetRequiredKeyedService<ISourceReader>(kind);

    public Task<Reading> Read(string kind, string location, string? options = null, string? position = null) =>
        Reading.Of(this[kind], location, options, position);

    /// <summary>What a file of that text holds.</summary>
    public async Task<Reading> ReadText(string kind, string text, string? options = null, string name = "reports.json")
    {
        using TempFile file = new(text, name);
        return await Read(kind, file.Path, options);
    }

    public void Dispose() => _services.Dispose();
}
