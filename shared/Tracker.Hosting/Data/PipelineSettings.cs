using System.ComponentModel.DataAnnotations;

namespace Tracker.Hosting.Data;

/// <summary>How a consumer works the shards: <c>TRACKER_PIPELINE_BATCH_SIZE</c>, <c>TRACKER_PIPELINE_POLL</c>.</summary>
public sealed class PipelineSettings
{
    /// <summary>The settings' area.</summary>
    public const string Area = "Pipeline";

    /// <summary>Reports a batch, at most. 1 to 10,000. The default is 1,000.</summary>
    [Range(1, 10_000, ErrorMessage = "must be between 1 and 10000 reports")]
    public int BatchSize { get; set; } = 1_000;

    /// <summary>How often an idle consumer looks for new reports. 50 ms to 1 minute. The default is 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00", ErrorMessage = "must be between 50 milliseconds and 1 minute")]
    public TimeSpan Poll { get; set; } = TimeSpan.FromMilliseconds(500);
}
