using System.ComponentModel.DataAnnotations;
using Tracker.Data.Retention;

namespace TrackerFetcher.Retention;

/// <summary>How long reports are kept: <c>TRACKER_RETENTION_KEEP</c>, <c>TRACKER_RETENTION_INTERVAL</c>.</summary>
internal sealed class RetentionOptions : IValidatableObject
{
    public const string Area = "Retention";

    /// <summary>
    /// How long reports are kept; up to a month longer, because whole months are dropped. 0 = for ever, 31 d to 36,500 d. The default is 0.
    /// </summary>
    public TimeSpan Keep { get; set; }

    /// <summary>How often the job checks for months to drop. 100 ms to 1 d. The default is 1 m.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Keep != TimeSpan.Zero && (Keep < RetentionPlan.Shortest || Keep > RetentionPlan.Longest))
        {
            yield return new ValidationResult(
                $"must be 0 (keep for ever), or between {RetentionPlan.Shortest.TotalDays:0}d and {RetentionPlan.Longest.TotalDays:0}d", [nameof(Keep)]);
        }
    }
}
