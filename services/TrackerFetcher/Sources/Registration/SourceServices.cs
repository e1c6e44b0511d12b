using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TrackerFetcher.Sources.Csv;
using TrackerFetcher.Sources.Documents;
using TrackerFetcher.Sources.FindMy;
using TrackerFetcher.Sources.Gpx;
using TrackerFetcher.Sources.GtfsRealtime;
using TrackerFetcher.Sources.Http;
using TrackerFetcher.Sources.HttpJson;
using TrackerFetcher.Sources.Lines;
using TrackerFetcher.Sources.Ndjson;
using TrackerFetcher.Sources.OwnTracks;
using TrackerFetcher.Sources.Simulator;
using TrackerFetcher.Sources.Traccar;

namespace TrackerFetcher.Sources.Registration;

/// <summary>Registers the kinds of sources and what they share.</summary>
internal static class SourceServices
{
    /// <summary>All kinds. Needs a <see cref="TimeProvider"/>; lists show the kinds in this order.</summary>
    public static IServiceCollection AddSourceReaders(this IServiceCollection services) => services
        .AddSourceClient()
        .AddSingleton<DocumentSource>()
        .AddSingleton<LineSource>()
        .AddSingleton<SourceReaders>()
        .AddSourceReader<CsvSourceReader>()
        .AddSourceReader<GpxSourceReader>()
        .AddSourceReader<GtfsRealtimeSourceReader>()
        .AddSourceReader<TraccarSourceReader>()
        .AddSourceReader<OwnTracksSourceReader>()
        .AddSourceReader<FindMySourceReader>()
        .AddSourceReader<NdjsonSourceReader>()
        .AddSourceReader<HttpJsonSourceReader>()
        .AddSourceReader<SimulatorSourceReader>();

    private static IServiceCollection AddSourceReader<TReader>(this IServiceCollection services)
        where TReader : class, ISourceReader => services.AddSingleton<ISourceReader, TReader>();

    private static IServiceCollection AddSourceClient(this IServiceCollection services)
    {
        services.AddHttpClient(SourceClient.Name)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AutomaticDecompression = DecompressionMethods.All,
                AllowAutoRedirect = false,
                UseCookies = false,
            });
        services.TryAddSingleton<SourceClientOptions>();
        return services
            .AddSingleton(provider => new SourceSecrets(
                provider.GetService<IConfiguration>(), provider.GetRequiredService<SourceClientOptions>()))
            .AddSingleton<ServerResilience>()
            .AddSingleton<SourceClient>();
    }
}
