using System.ComponentModel.DataAnnotations;

namespace GeofenceProcessor.Judging;

internal sealed class FenceJudgeOptions
{
    /// <summary>
    /// Metres. A less accurate report is ignored. A more accurate report may be outside by its accuracy before the tracker
    /// counts as having left. More than 0. The default value is 100 m.
    /// </summary>
    [Range(0, double.MaxValue, MinimumIsExclusive = true, ErrorMessage = "AccuracyCapMetres must be more than 0 metres; the default is 100.")]
    public double AccuracyCapMetres { get; set; } = 100;

    /// <summary>
    /// The maximum age of a tracker's last report for the tracker to enter a fence when its active hours begin, so that a
    /// silent tracker does not enter it again every day. 1 minute to 365 days. The default value is 1 day.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00", ErrorMessage = "SilentAfter must be between 1m and 365d; the default is 1d.")]
    public TimeSpan SilentAfter { get; set; } = TimeSpan.FromDays(1);
}
