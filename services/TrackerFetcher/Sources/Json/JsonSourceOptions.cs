using System.ComponentModel.DataAnnotations;
using TrackerFetcher.Sources.Http;

namespace TrackerFetcher.Sources.Json;

/// <summary>The settings of every kind of source that tells its reports in JSON.</summary>
internal abstract record JsonSourceOptions : HttpSourceOptions
{
    /// <summary>The tracker of the whole source, for one that does not name it.</summary>
    [StringLength(200, MinimumLength = 1)]
    public string? Tracker { get; init; }

    /// <summary>Bytes after which one item is quarantined unread. The default is 64 KiB.</summary>
    [Range(256, 16 * 1024 * 1024)]
    public int LongestItem { get; init; } = 64 * 1024;
}
