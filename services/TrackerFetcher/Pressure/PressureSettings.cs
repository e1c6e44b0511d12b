using System.ComponentModel.DataAnnotations;

namespace TrackerFetcher.Pressure;

/// <summary>From when on fetching slows down: <c>TRACKER_PRESSURE_BACKLOG</c>, <c>TRACKER_PRESSURE_LAG</c>, <c>TRACKER_PRESSURE_LONGEST_PAUSE</c>.</summary>
internal sealed class PressureSettings
{
    public const string Area = "Pressure";

    /// <summary>Reports that the slowest consumer may be behind. 0 = no limit. The default is 2,000,000.</summary>
    [Range(0, long.MaxValue, ErrorMessage = "must be a number of reports, or 0 for no limit")]
    public long Backlog { get; set; } = 2_000_000;

    /// <summary>How far the best replica may be behind. 0 = no limit, up to 1 d. The default is 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "must be between 0 seconds (no limit) and 1 day")]
    public TimeSpan Lag { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a batch waits, at twice a limit or more. 10 ms to 10 m. The default is 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00", ErrorMessage = "must be between 10 milliseconds and 10 minutes")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often it is looked at. 100 ms to 1 m. The default is 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00", ErrorMessage = "must be between 100 milliseconds and 1 minute")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(2);
}
