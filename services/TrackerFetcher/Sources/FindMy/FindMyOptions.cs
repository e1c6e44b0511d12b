using System.ComponentModel.DataAnnotations;
using TrackerFetcher.Sources.Json;

namespace TrackerFetcher.Sources.FindMy;

/// <summary>Options of a source of Find My reports.</summary>
internal sealed record FindMyOptions : JsonSourceOptions
{
    /// <summary>
    /// A file with the private keys of the tags, as macless-haystack and OpenHaystack export them (JSON with <c>name</c> and
    /// <c>privateKey</c>). Without it only decrypted reports can be read.
    /// </summary>
    [FilePath]
    public string? KeysFile { get; init; }

    /// <summary>
    /// The days that each request asks for. Finders upload late, so fewer days may miss reports. 1 to 7. The default is 7, all that the
    /// endpoint keeps.
    /// </summary>
    [Range(1, 7)]
    public int Days { get; init; } = 7;

    /// <summary>The epoch of times in decrypted reports. The default is Apple's, 2001.</summary>
    public FindMyEpoch Epoch { get; init; }
}

/// <summary>Epochs of times in seconds.</summary>
internal enum FindMyEpoch
{
    /// <summary>2001-01-01, as OpenHaystack writes times.</summary>
    Apple,

    /// <summary>1970-01-01.</summary>
    Unix,
}
