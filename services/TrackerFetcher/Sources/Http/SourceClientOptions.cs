using System.ComponentModel.DataAnnotations;

namespace TrackerFetcher.Sources.Http;

/// <summary>How the servers of sources are asked: <c>TRACKER_FETCH_KEYS_DIRECTORY</c>, <c>TRACKER_FETCH_BREAKER_*</c>.</summary>
internal sealed class SourceClientOptions
{
    /// <summary>The folder of the files that sources may name as their keys. The default is /run/tracker/keys.</summary>
    [Required(ErrorMessage = "must name a folder")]
    public string KeysDirectory { get; set; } = "/run/tracker/keys";

    /// <summary>
    /// Failures of a server within <see cref="BreakerWindow"/>, if they are at least half of its answers, after which it is not asked.
    /// 2 to 1,000. The default is 5.
    /// </summary>
    [Range(2, 1_000)]
    public int BreakerFailures { get; set; } = 5;

    /// <summary>The period over which a server's failures are counted. 1 s to 1 d. The default is 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan BreakerWindow { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a server that keeps failing is not asked. 500 ms to 1 d. The default is 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "1.00:00:00")]
    public TimeSpan BreakerPause { get; set; } = TimeSpan.FromSeconds(30);
}
