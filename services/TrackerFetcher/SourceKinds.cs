using Microsoft.Extensions.DependencyInjection;
using TrackerFetcher.Sources;
using TrackerFetcher.Sources.Csv;
using TrackerFetcher.Sources.Gpx;
using TrackerFetcher.Sources.GtfsRealtime;
using TrackerFetcher.Sources.Simulator;

namespace TrackerFetcher;

/// <summary>The kinds of source, by the name that <c>sources.kind</c> has.</summary>
internal static class SourceKinds
{
    public static readonly string[] All = ["csv", "gpx", "gtfs-rt", "simulator"];

    public static IServiceCollection AddSourceKinds(this IServiceCollection services) => services
        .AddKeyedSingleton<ISourceReader, CsvSourceReader>("csv")
        .AddKeyedSingleton<ISourceReader, GpxSourceReader>("gpx")
        .AddKeyedSingleton<ISourceReader, GtfsRealtimeSourceReader>("gtfs-rt")
        .AddKeyedSingleton<ISourceReader, SimulatorSourceReader>("simulator");
}
