using TrackerFetcher.Sources.Http;

namespace TrackerFetcher.Sources.GtfsRealtime;

/// <summary>Options of a GTFS Realtime source.</summary>
internal sealed record GtfsRealtimeOptions : HttpSourceOptions;
