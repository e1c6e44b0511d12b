using TrackerFetcher.Sources.Http;

namespace TrackerFetcher.Sources.GtfsRealtime;

/// <summary>Settings of a GTFS Realtime source.</summary>
internal sealed record GtfsRealtimeOptions : HttpSourceOptions;
