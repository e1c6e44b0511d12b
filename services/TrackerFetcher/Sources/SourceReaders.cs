using System.Net;
using System.Text.Json;
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

namespace TrackerFetcher.Sources;

/// <summary>The kinds of sources by name; a reader is the keyed <see cref="ISourceReader"/> of its kind.</summary>
internal static class SourceReaders
{
    public const string Csv = "csv";
    public const string FindMy = "findmy";
    public const string Gpx = "gpx";
    public const string GtfsRealtime = "gtfs-rt";
    public const string HttpJson = "http-json";
    public const string Ndjson = "ndjson";
    public const string OwnTracks = "owntracks";
    public const string Simulator = "simulator";
    public const string Traccar = "traccar";

    public static readonly string[] All = [Csv, Gpx, GtfsRealtime, Traccar, OwnTracks, FindMy, Ndjson, HttpJson, Simulator];

    private static readonly Dictionary<string, Action<JsonElement>> OptionsOf = new(StringComparer.Ordinal)
    {
        [Csv] = json => SourceOptions.Read<CsvOptions>(json),
        [FindMy] = json => SourceOptions.Read<FindMyOptions>(json),
        [Gpx] = json => SourceOptions.Read<GpxOptions>(json),
        [GtfsRealtime] = json => SourceOptions.Read<GtfsRealtimeOptions>(json),
        [HttpJson] = json => SourceOptions.Read<HttpJsonOptions>(json),
        [Ndjson] = json => SourceOptions.Read<NdjsonOptions>(json),
        [OwnTracks] = json => SourceOptions.Read<OwnTracksOptions>(json),
        [Simulator] = json => SourceOptions.Read<SimulatorOptions>(json),
        [Traccar] = json => SourceOptions.Read<TraccarOptions>(json),
    };

    public static IServiceCollection AddSourceReaders(this IServiceCollection services)
    {
        services.AddHttpClient(SourceClient.Name)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AutomaticDecompression = DecompressionMethods.All,
                AllowAutoRedirect = false,
                UseCookies = false,
            });
        services.TryAddSingleton<FetchSettings>();
        return services
            .AddSingleton(provider => new SourceSecrets(provider.GetService<IConfiguration>(), provider.GetRequiredService<FetchSettings>()))
            .AddSingleton<ServerPatience>()
            .AddSingleton<SourceClient>()
            .AddSingleton<DocumentSource>()
            .AddSingleton<LineSource>()
            .AddKeyedSingleton<ISourceReader, CsvSourceReader>(Csv)
            .AddKeyedSingleton<ISourceReader, FindMySourceReader>(FindMy)
            .AddKeyedSingleton<ISourceReader, GpxSourceReader>(Gpx)
            .AddKeyedSingleton<ISourceReader, GtfsRealtimeSourceReader>(GtfsRealtime)
            .AddKeyedSingleton<ISourceReader, HttpJsonSourceReader>(HttpJson)
            .AddKeyedSingleton<ISourceReader, NdjsonSourceReader>(Ndjson)
            .AddKeyedSingleton<ISourceReader, OwnTracksSourceReader>(OwnTracks)
            .AddKeyedSingleton<ISourceReader, SimulatorSourceReader>(Simulator)
            .AddKeyedSingleton<ISourceReader, TraccarSourceReader>(Traccar);
    }

    /// <summary>The reader of a kind.</summary>
    /// <exception cref="SourceException">There is no such kind.</exception>
    public static ISourceReader Check(IServiceProvider readers, string kind) => readers.GetKeyedService<ISourceReader>(kind)
        ?? throw new SourceException($"The source's kind '{kind}' is not known. Use one of: {string.Join(", ", All)}.");

    /// <summary>Says what is wrong with a source before it is read.</summary>
    /// <exception cref="SourceException">Its kind is not known, or an option is not or out of its range.</exception>
    public static void Check(IServiceProvider readers, string kind, string options)
    {
        _ = Check(readers, kind);
        OptionsOf[kind](Options(options));
    }

    /// <summary>A source's options, from their text.</summary>
    /// <exception cref="SourceException">They are no JSON object.</exception>
    public static JsonElement Options(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(json);
        }
        catch (JsonException e)
        {
            throw new SourceException($"The source's options are not JSON: {e.Message} Give an object such as {{\"timeout\":\"00:00:10\"}}.", e);
        }
    }
}
