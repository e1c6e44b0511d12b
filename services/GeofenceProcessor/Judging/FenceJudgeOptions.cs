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
}
