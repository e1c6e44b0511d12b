using System.ComponentModel.DataAnnotations;

namespace Tracker.Hosting.Data;

/// <summary>
/// How a consumer processes its shards: <c>TRACKER_PIPELINE_BATCH_SIZE</c>, <c>TRACKER_PIPELINE_POLL</c>,
/// <c>TRACKER_PIPELINE_PROGRESS_LIMIT</c>.
/// </summary>
public sealed class PipelineOptions
{
    /// <summary>The area of the settings.</summary>
    public const string Area = "Pipeline";

    /// <summary>The largest number of reports per batch. 1 to 10,000. The default is 1,000.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 1_000;

    /// <summary>How often an idle consumer looks for new reports. 50 ms to 1 minute. The default is 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan Poll { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long reports may wait without any of them being processed, by whichever instance, before the service is not ready. 1 second to
    /// 1 day. The default is 2 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ProgressLimit { get; set; } = TimeSpan.FromMinutes(2);
}
