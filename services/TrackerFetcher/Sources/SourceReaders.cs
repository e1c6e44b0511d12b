using System.Net;
using TrackerFetcher.Sources.Csv;
using TrackerFetcher.Sources.Gpx;
using TrackerFetcher.Sources.GtfsRealtime;
using TrackerFetcher.Sources.Simulator;

namespace TrackerFetcher.Sources;

/// <summary>The kinds of sources by name; a reader is the keyed <see cref="ISourceReader"/> of its kind.</summary>
internal static class SourceReaders
{
    public const string Csv = "csv";
    public const string Gpx = "gpx";
    public const string GtfsRealtime = "gtfs-rt";
    public const string Simulator = "simulator";

    public static readonly string[] All = [Csv, Gpx, GtfsRealtime, Simulator];

    public static IServiceCollection AddSourceReaders(this IServiceCollection services)
    {
        services.AddHttpClient(FeedClient.Name)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All });
        return services
            .AddKeyedSingleton<ISourceReader, CsvSourceReader>(Csv)
            .AddKeyedSingleton<ISourceReader, GpxSourceReader>(Gpx)
            .AddKeyedSingleton<ISourceReader, GtfsRealtimeSourceReader>(GtfsRealtime)
            .AddKeyedSingleton<ISourceReader, SimulatorSourceReader>(Simulator);
    }
}
