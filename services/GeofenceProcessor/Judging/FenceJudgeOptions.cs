using System.ComponentModel.DataAnnotations;

namespace GeofenceProcessor.Judging;

internal sealed class FenceJudgeOptions
{
    /// <summary>
    /// Metres. A report whose accuracy is coarser than this decides nothing; a finer one may be outside by its accuracy
    /// before it counts as gone. More than 0. The default value is 100 m.
    /// </summary>
    [Range(0, double.MaxValue, MinimumIsExclusive = true, ErrorMessage = "AccuracyCapMetres must be more than 0 metres; the default is 100.")]
    public double AccuracyCapMetres { get; set; } = 100;

    /// <summary>
    /// A fence whose hours begin takes in a tracker only where its last report is at most this old: one that fell silent
    /// there is not entered anew every day. Between a minute and a year. The default value is one day.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00", ErrorMessage = "SilentAfter must be between 1m and 365d; the default is 1d.")]
    public TimeSpan SilentAfter { get; set; } = TimeSpan.FromDays(1);
}
