using TrackerFetcher.Sources.Documents;
using TrackerFetcher.Sources.Json;

namespace TrackerFetcher.Sources.OwnTracks;

/// <summary>Options of an OwnTracks Recorder, or of a file of its store.</summary>
internal sealed record OwnTracksOptions : JsonSourceOptions
{
    /// <summary>The time window that the Recorder is asked for. It expects UTC without a zone.</summary>
    public TimeWindow Window { get; init; } = new() { From = "from", Format = TimeFormat.IsoWithoutZone };
}
