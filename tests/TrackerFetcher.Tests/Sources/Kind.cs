using TrackerFetcher.Sources.Csv;
using TrackerFetcher.Sources.FindMy;
using TrackerFetcher.Sources.Gpx;
using TrackerFetcher.Sources.GtfsRealtime;
using TrackerFetcher.Sources.HttpJson;
using TrackerFetcher.Sources.Ndjson;
using TrackerFetcher.Sources.OwnTracks;
using TrackerFetcher.Sources.Simulator;
using TrackerFetcher.Sources.Traccar;

namespace TrackerFetcher.Tests.Sources;

/// <summary>The kinds of sources, as constants for test data.</summary>
internal static class Kind
{
    public const string Csv = CsvSourceReader.Name;
    public const string FindMy = FindMySourceReader.Name;
    public const string Gpx = GpxSourceReader.Name;
    public const string GtfsRealtime = GtfsRealtimeSourceReader.Name;
    public const string HttpJson = HttpJsonSourceReader.Name;
    public const string Ndjson = NdjsonSourceReader.Name;
    public const string OwnTracks = OwnTracksSourceReader.Name;
    public const string Simulator = SimulatorSourceReader.Name;
    public const string Traccar = TraccarSourceReader.Name;
}
