using System.ComponentModel.DataAnnotations;

namespace Tracker.Hosting.Jobs;

/// <summary>How jobs are watched and stopped: <c>TRACKER_JOB_STALL_LIMIT</c>, <c>TRACKER_JOB_STOP_LIMIT</c>.</summary>
internal sealed class JobSettings
{
    public const string Area = "Job";

    /// <summary>A job whose last sign of life is older than this (and its interval) makes the service not alive. Default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "Use a time from 1s to 1d.")]
    public TimeSpan StallLimit { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long a stop may take, all in. A running batch may finish in the first three quarters of it; then it is cancelled, so that
    /// the rest is there for rolling back. Default 30 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00", ErrorMessage = "Use a time from 100ms to 1h.")]
    public TimeSpan StopLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a batch that runs when the stop begins may go on.</summary>
    public TimeSpan Grace => StopLimit * 0.75;
}
