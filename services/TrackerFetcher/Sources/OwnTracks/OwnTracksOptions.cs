using TrackerFetcher.Sources.Documents;
using TrackerFetcher.Sources.Json;

namespace TrackerFetcher.Sources.OwnTracks;

/// <summary>Settings of an OwnTracks Recorder, or of a file of its store.</summary>
internal sealed record OwnTracksOptions : JsonSourceOptions
{
    /// <summary>Which time the Recorder is asked for; it reads times without a zone, as UTC.</summary>
    public TimeWindow Window { get; init; } = new() { From = "from", Format = TimeFormat.IsoWithoutZone };
}
