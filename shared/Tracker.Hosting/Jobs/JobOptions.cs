using System.ComponentModel.DataAnnotations;

namespace Tracker.Hosting.Jobs;

/// <summary>Limits of jobs: <c>TRACKER_JOB_STALL_LIMIT</c>, <c>TRACKER_JOB_STOP_LIMIT</c>.</summary>
internal sealed class JobOptions
{
    public const string Area = "Job";

    /// <summary>
    /// A job whose last heartbeat is older than this and its interval together makes the service not live. 1 second to 1 day. The
    /// default is 5 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan StallLimit { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long a stop may take in all. A running batch may finish within the first three quarters; then it is cancelled, and the rest
    /// is for rolling back. 100 ms to 1 hour. The default is 30 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan StopLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a batch may go on after the stop begins.</summary>
    public TimeSpan Grace => StopLimit * 0.75;
}
