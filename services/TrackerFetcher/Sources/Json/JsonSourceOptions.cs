using System.ComponentModel.DataAnnotations;
using TrackerFetcher.Sources.Http;

namespace TrackerFetcher.Sources.Json;

/// <summary>The options of every kind of source in JSON.</summary>
internal abstract record JsonSourceOptions : HttpSourceOptions
{
    /// <summary>The tracker of the whole source, if its reports do not name one.</summary>
    [StringLength(200, MinimumLength = 1)]
    public string? Tracker { get; init; }

    /// <summary>The longest item in bytes; a longer one is quarantined unread. The default is 64 KiB.</summary>
    [Range(256, 16 * 1024 * 1024)]
    public int LongestItem { get; init; } = 64 * 1024;
}
