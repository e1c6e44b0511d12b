using System.ComponentModel.DataAnnotations;
using TrackerFetcher.Sources.Json;

namespace TrackerFetcher.Sources.FindMy;

/// <summary>Settings of a source of Find My reports.</summary>
internal sealed record FindMyOptions : JsonSourceOptions
{
    /// <summary>
    /// The tags' private keys, as macless-haystack and OpenHaystack export them (JSON with <c>name</c> and <c>privateKey</c>). Without
    /// it only reports that are decrypted already can be read.
    /// </summary>
    public string? KeysFile { get; init; }

    /// <summary>
    /// How many days the endpoint is asked for, each time: finders upload late, so nothing less is sure to be whole. 1 to 7. The
    /// default is 7, all that is kept.
    /// </summary>
    [Range(1, 7)]
    public int Days { get; init; } = 7;

    /// <summary>Since when the times of decrypted reports are counted. The default is Apple's 2001.</summary>
    public FindMyEpoch Epoch { get; init; }
}

/// <summary>Where seconds begin.</summary>
internal enum FindMyEpoch
{
    /// <summary>2001-01-01, as OpenHaystack writes times.</summary>
    Apple,

    /// <summary>1970-01-01.</summary>
    Unix,
}
