using System.ComponentModel.DataAnnotations;

namespace TrackerFetcher.Fetching;

/// <summary>How sources are read: <c>TRACKER_FETCH_*</c>.</summary>
internal sealed class FetchOptions
{
    public const string Area = "Fetch";

    /// <summary>
    /// Sources that are read at once; most of them wait for their servers. Each needs memory for two batches, or for its server's response.
    /// 1 to 1,000. The default is 32.
    /// </summary>
    [Range(1, 1_000)]
    public int Sources { get; set; } = 32;

    /// <summary>How many of them are stored at once, taking turns batch by batch. 1 to 64. The default is 4.</summary>
    [Range(1, 64)]
    public int Concurrency { get; set; } = 4;

    /// <summary>How often the fetcher looks for sources that are due. 50 ms to 1 minute. The default is 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan Poll { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a claim lasts without renewal before another fetcher may take over. 5 s to 1 h. The default is 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many reports per source are kept in quarantine; older ones are dropped. 1 to 100,000,000. The default is 100,000.
    /// </summary>
    [Range(1, 100_000_000)]
    public int QuarantineLimit { get; set; } = 100_000;

    /// <summary>How long reports are kept in quarantine. 1 h to 3,650 d. The default is 90 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan QuarantineAge { get; set; } = TimeSpan.FromDays(90);
}
