using System.Text;
using Tracker.Tests;
using Tracker.Tests.Days;
using TrackerFetcher.Tests.Sources.Gpx;
using TrackerFetcher.Tests.Sources.GtfsRealtime;
using TrackerFetcher.Tests.Sources.HttpJson;

namespace TrackerFetcher.Tests.Sources;

/// <summary>Input files: our own by name, and those of <see cref="RealData"/> as <c>folder/name</c>.</summary>
internal static class Samples
{
    public static byte[] Read(string name) => IsReal(name) ? File.ReadAllBytes(RealData.Path(name.Split('/'))) : name switch
    {
        "day.csv" => File.ReadAllBytes(GeneratedDay.Shared.File),
        "ride.gpx" => Encoding.UTF8.GetBytes(GeneratedRide.Gpx),
        "city.json" => Encoding.UTF8.GetBytes(JsonFeeds.City(vehicles: 250)),
        "city.pb" => Feeds.City(vehicles: 48),
        "town.pb" => Feeds.City(vehicles: 8),
        _ => Encoding.UTF8.GetBytes(GpxTracks.Read(name)),
    };

    /// <summary>A copy that keeps the file's own name.</summary>
    public static TempFile Copy(string name) => new(Read(name), Path.GetFileName(name));

    /// <summary>Those of the names that can be read: our own always, the real ones where they exist.</summary>
    public static IEnumerable<string> Available(params string[] names) => names.Where(name => RealData.Exists || !IsReal(name));

    private static bool IsReal(string name) => name.Contains('/', StringComparison.Ordinal);
}
