using System.ComponentModel.DataAnnotations;

namespace TrackerFetcher.Sources.Http;

/// <summary>The settings of every kind of source that a server may give.</summary>
internal abstract record HttpSourceOptions : SourceOptions
{
    /// <summary>For the whole answer of a server, each time it is asked. The default is 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes after which a body is refused, unpacked. The default is 32 MiB.</summary>
    [Range(1, 1024 * 1024 * 1024)]
    public int LargestBody { get; init; } = 32 * 1024 * 1024;

    /// <summary>
    /// Sent with each request to the source's own server: a key that it asks for. A value may name a secret, see <see cref="SourceSecrets"/>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How often a server in trouble is asked again at once, before the source waits for its next turn. The default is 2.</summary>
    [Range(0, 10)]
    public int Retries { get; init; } = 2;

    /// <summary>Before the first of these; each later one waits twice as long, a little more or less. The default is 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);
}
