using System.ComponentModel.DataAnnotations;

namespace TrackerFetcher.Sources.Gpx;

/// <summary>Settings of a GPX source.</summary>
internal sealed record GpxOptions : SourceOptions
{
    /// <summary>The tracker of the whole file; by default see <see cref="KeyFrom"/>.</summary>
    public string? Tracker { get; init; }

    /// <summary>What names the tracker. The default is the file's name without its extension.</summary>
    public GpxKey KeyFrom { get; init; }

    /// <summary>Bytes above which a file is refused. The default is 256 MiB.</summary>
    [Range(1L, 16L * 1024 * 1024 * 1024)]
    public long LargestFile { get; init; } = 256 * 1024 * 1024;
}

/// <summary>What of a GPX file names its tracker.</summary>
internal enum GpxKey
{
    /// <summary>The file's name without its extension.</summary>
    File,

    /// <summary>The track's name; the file's where a track has none.</summary>
    Track,
}
