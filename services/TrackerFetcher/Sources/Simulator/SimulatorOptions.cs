using System.ComponentModel.DataAnnotations;

namespace TrackerFetcher.Sources.Simulator;

/// <summary>Settings of a simulated fleet.</summary>
internal sealed record SimulatorOptions : SourceOptions
{
    /// <summary>How many trackers move. The default is 25.</summary>
    [Range(1, 1_000_000)]
    public int Trackers { get; init; } = 25;

    /// <summary>Between two reports of a tracker. The default is 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Reports a second of the whole fleet; sets the interval. By default the interval is as given.</summary>
    [Range(0.001, 10_000_000)]
    public double? ReportsPerSecond { get; init; }

    /// <summary>The same seed gives the same reports, in every process and version.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Degrees. The default is the centre of Vienna, where the demo's fences lie.</summary>
    [Range(-80.0, 80.0)]
    public double Latitude { get; init; } = 48.2082;

    /// <summary>Degrees.</summary>
    [Range(-179.0, 179.0)]
    public double Longitude { get; init; } = 16.3738;

    /// <summary>Bulk: that many reports and no more, as fast as they are taken; null = live, as time goes on.</summary>
    [Range(1L, 10_000_000_000L)]
    public long? Reports { get; init; }

    /// <summary>Where the time begins. The default: live, <see cref="History"/> ago; bulk, early enough to end before now.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>How much a live fleet has already been through when it is first read. The default is 2 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "366.00:00:00")]
    public TimeSpan History { get; init; } = TimeSpan.FromHours(2);

    /// <summary>The share of a tracker's 20-minute spans in which it is silent. The default is 0.03.</summary>
    [Range(0, 0.5)]
    public double GapShare { get; init; } = 0.03;

    /// <summary>The share of reports that come a second time, now or later. The default is 0.005.</summary>
    [Range(0, 0.5)]
    public double DuplicateShare { get; init; } = 0.005;

    /// <summary>The share of reports that come late, after later ones. The default is 0.02.</summary>
    [Range(0, 0.5)]
    public double LateShare { get; init; } = 0.02;

    /// <summary>How late the latest come. The default is 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Trackers are named by it and their number. The default is <c>sim-</c>.</summary>
    [StringLength(100, MinimumLength = 1)]
    public string KeyPrefix { get; init; } = "sim-";

    /// <summary>Between two reports of a tracker, by whichever setting says it; at least a millisecond.</summary>
    public TimeSpan Pace => ReportsPerSecond is { } rate
        ? TimeSpan.FromMilliseconds(Math.Max(1, Math.Round(1000 * Trackers / rate)))
        : Interval;
}
