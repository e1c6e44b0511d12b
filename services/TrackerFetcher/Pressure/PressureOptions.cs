using System.ComponentModel.DataAnnotations;

namespace TrackerFetcher.Pressure;

/// <summary>When fetching slows down: <c>TRACKER_PRESSURE_*</c>.</summary>
internal sealed class PressureOptions
{
    public const string Area = "Pressure";

    /// <summary>
    /// The backlog of the slowest consumer from which on batches pause, in reports. 0 = no limit. The default is 2,000,000.
    /// </summary>
    [Range(0, long.MaxValue)]
    public long Backlog { get; set; } = 2_000_000;

    /// <summary>The lag of the best replica from which on batches pause. 0 = no limit, up to 1 d. The default is 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Lag { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause of a batch at twice a limit or more. 10 ms to 10 m. The default is 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often backlog and lag are measured. 100 ms to 1 m. The default is 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(2);
}
