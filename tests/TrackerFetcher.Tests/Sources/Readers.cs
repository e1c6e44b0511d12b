using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TrackerFetcher.Sources;
using TrackerFetcher.Sources.Http;
using TrackerFetcher.Sources.Registration;

namespace TrackerFetcher.Tests.Sources;

/// <summary>The readers as the service registers them, on a clock of the test's.</summary>
internal sealed class Readers : IDisposable
{
    private readonly ServiceProvider _services;

    public Readers(Dictionary<string, string?>? settings = null, SourceClientOptions? client = null)
    {
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(Clock).AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        if (client is not null)
        {
            services.AddSingleton(client);
        }

        _services = services.AddSourceReaders().BuildServiceProvider(validateScopes: true);
    }

    public FixedTime Clock { get; } = FixedTime.At("2026-01-01T00:00:00Z");

    public SourceReaders Sources => _services.GetRequiredService<SourceReaders>();

    public ISourceReader this[string kind] => Sources.Get(kind);

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
