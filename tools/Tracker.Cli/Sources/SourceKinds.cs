namespace Tracker.Cli.Sources;

/// <summary>The kinds of sources that the fetcher knows.</summary>
internal static class SourceKinds
{
    public static readonly string[] All = ["csv", "gpx", "gtfs-rt", "traccar", "owntracks", "findmy", "ndjson", "http-json", "simulator"];
}
