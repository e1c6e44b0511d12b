using Microsoft.Extensions.DependencyInjection;
using TrackerFetcher.Sources;
using TrackerFetcher.Sources.Registration;

namespace Tracker.Cli.Sources;

/// <summary>The kinds of sources and their options, as the fetcher registers them.</summary>
internal static class SourceKinds
{
    private static readonly Lazy<SourceReaders> Registered = new(() => new ServiceCollection()
        .AddSingleton(TimeProvider.System)
        .AddSourceReaders()
        .BuildServiceProvider()
        .GetRequiredService<SourceReaders>());

    public static SourceReaders All => Registered.Value;

    public static string[] Names => [.. All.Kinds];
}
