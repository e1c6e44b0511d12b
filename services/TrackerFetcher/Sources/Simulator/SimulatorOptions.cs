using System.ComponentModel.DataAnnotations;

namespace TrackerFetcher.Sources.Simulator;

/// <summary>Options of a simulated fleet.</summary>
internal sealed record SimulatorOptions : SourceOptions
{
    /// <summary>The number of trackers. The default is 25.</summary>
    [Range(1, 1_000_000)]
    public int Trackers { get; init; } = 25;

    /// <summary>The time between two reports of a tracker. The default is 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Reports per second of the whole fleet, which determines the interval. By default <see cref="Interval"/> applies.</summary>
    [Range(0.001, 10_000_000)]
    public double? ReportsPerSecond { get; init; }

    /// <summary>The same seed gives the same reports in every process and version.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The town's centre in degrees. The default is the centre of Vienna, where the demo's fences are.</summary>
    [Range(-80.0, 80.0)]
    public double Latitude { get; init; } = 48.2082;

    /// <summary>The town's centre in degrees.</summary>
    [Range(-179.0, 179.0)]
    public double Longitude { get; init; } = 16.3738;

    /// <summary>Bulk mode: this number of reports, as fast as they are read. Null = live mode, in real time.</summary>
    [Range(1L, 10_000_000_000L)]
    public long? Reports { get; init; }

    /// <summary>
    /// The first event time. The default is <see cref="History"/> ago in live mode, and early enough to end before now in bulk mode.
    /// </summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>How far back a live fleet begins when it is first read. The default is 2 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "366.00:00:00")]
    public TimeSpan History { get; init; } = TimeSpan.FromHours(2);

    /// <summary>The share of 20-minute periods in which a tracker sends nothing. The default is 0.03.</summary>
    [Range(0, 0.5)]
    public double GapShare { get; init; } = 0.03;

    /// <summary>The share of reports that arrive a second time, at once or later. The default is 0.005.</summary>
    [Range(0, 0.5)]
    public double DuplicateShare { get; init; } = 0.005;

    /// <summary>The share of reports that arrive late, after later ones. The default is 0.02.</summary>
    [Range(0, 0.5)]
    public double LateShare { get; init; } = 0.02;

    /// <summary>The longest delay of late reports. The default is 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The prefix of trackers' keys, before their number. The default is <c>sim-</c>.</summary>
    [StringLength(100, MinimumLength = 1)]
    public string KeyPrefix { get; init; } = "sim-";

    /// <summary>The effective time between two reports of a tracker, at least 1 ms.</summary>
    public TimeSpan Pace => ReportsPerSecond is { } rate
        ? TimeSpan.FromMilliseconds(Math.Max(1, Math.Round(1000 * Trackers / rate)))
        : Interval;
}
