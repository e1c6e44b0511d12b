using System.ComponentModel.DataAnnotations;

namespace TrackerFetcher;

/// <summary>How sources are worked: <c>TRACKER_FETCH_*</c>.</summary>
internal sealed class FetchSettings
{
    public const string Area = "Fetch";

    /// <summary>
    /// Sources in hand at once; most wait for their servers. Each takes memory for two batches, or for its server's answer. 1 to 1,000.
    /// The default is 32.
    /// </summary>
    [Range(1, 1_000, ErrorMessage = "must be between 1 and 1000 sources")]
    public int Sources { get; set; } = 32;

    /// <summary>Sources of those that are stored side by side, batch by batch in turn. 1 to 64. The default is 4.</summary>
    [Range(1, 64, ErrorMessage = "must be between 1 and 64 sources")]
    public int Concurrency { get; set; } = 4;

    /// <summary>The folder of the files that a source may name as its keys. The default is /run/tracker/keys.</summary>
    [Required(ErrorMessage = "must name a folder")]
    public string KeysDirectory { get; set; } = "/run/tracker/keys";

    /// <summary>How often it looks for sources that are due. 50 ms to 1 minute. The default is 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00", ErrorMessage = "must be between 50 milliseconds and 1 minute")]
    public TimeSpan Poll { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a claim lasts without a sign of life, before another fetcher takes over. 5 s to 1 h. The default is 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00", ErrorMessage = "must be between 5 seconds and 1 hour")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many reports of a source are kept in quarantine: the latest. 1 to 100,000,000. The default is 100,000.</summary>
    [Range(1, 100_000_000, ErrorMessage = "must be between 1 and 100000000 reports")]
    public int QuarantineLimit { get; set; } = 100_000;

    /// <summary>How long they are kept. 1 h to 3,650 d. The default is 90 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00", ErrorMessage = "must be between 1 hour and 3650 days")]
    public TimeSpan QuarantineAge { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Failures of a server within <see cref="BreakerWindow"/>, half of all answers or more, after which it is not asked. 2 to 1,000. The default is 5.</summary>
    [Range(2, 1_000, ErrorMessage = "must be between 2 and 1000 failures")]
    public int BreakerFailures { get; set; } = 5;

    /// <summary>Over which time a server's failures are counted. 1 s to 1 d. The default is 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "must be between 1 second and 1 day")]
    public TimeSpan BreakerWindow { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a server that keeps failing is not asked. 500 ms to 1 d. The default is 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "1.00:00:00", ErrorMessage = "must be between 500 milliseconds and 1 day")]
    public TimeSpan BreakerPause { get; set; } = TimeSpan.FromSeconds(30);
}
