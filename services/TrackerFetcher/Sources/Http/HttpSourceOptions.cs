using System.ComponentModel.DataAnnotations;

namespace TrackerFetcher.Sources.Http;

/// <summary>The options of every kind of source that can be read from a server.</summary>
internal abstract record HttpSourceOptions : SourceOptions
{
    /// <summary>The time-out of each request, its body included. The default is 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest body in bytes, decompressed. The default is 32 MiB.</summary>
    [Range(1, 1024 * 1024 * 1024)]
    public int LargestBody { get; init; } = 32 * 1024 * 1024;

    /// <summary>
    /// Sent with each request to the server of the source's own URL, such as a key. A value may refer to a secret (see
    /// <see cref="SourceSecrets"/>).
    /// </summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Retries of a failed request before the source waits for its next run. The default is 2.</summary>
    [Range(0, 10)]
    public int Retries { get; init; } = 2;

    /// <summary>The delay before the first retry. It doubles with each retry, with some jitter. The default is 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);
}
