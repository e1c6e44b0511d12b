using System.ComponentModel.DataAnnotations;

namespace TrackerFetcher.Sources.Gpx;

/// <summary>Options of a GPX source.</summary>
internal sealed record GpxOptions : SourceOptions
{
    /// <summary>The tracker of the whole file. By default <see cref="KeyFrom"/> decides.</summary>
    public string? Tracker { get; init; }

    /// <summary>The origin of the tracker's key. The default is the file's name without its extension.</summary>
    public GpxKey KeyFrom { get; init; }

    /// <summary>The largest file in bytes. The default is 256 MiB.</summary>
    [Range(1L, 16L * 1024 * 1024 * 1024)]
    public long LargestFile { get; init; } = 256 * 1024 * 1024;
}

/// <summary>Origins of the key of a GPX file's tracker.</summary>
internal enum GpxKey
{
    /// <summary>The file's name without its extension.</summary>
    File,

    /// <summary>The track's name, or the file's if a track has none.</summary>
    Track,
}
