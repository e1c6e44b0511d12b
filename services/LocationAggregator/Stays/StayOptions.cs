using System.ComponentModel.DataAnnotations;

namespace LocationAggregator.Stays;

internal sealed class StayOptions : IValidatableObject
{
    /// <summary>
    /// Metres from the anchor at which a report closes the window. More than 0, up to 100 km. The default value is 100 m.
    /// </summary>
    [Range(0, 100_000, MinimumIsExclusive = true, ErrorMessage = "DistanceMetres must be more than 0 and at most 100000 metres; the default is 100.")]
    public double DistanceMetres { get; set; } = 100;

    /// <summary>The minimum duration of a stay. 1 s to 30 days. The default value is 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00", ErrorMessage = "MinimumDuration must be between 00:00:01 and 30.00:00:00; the default is 00:05:00.")]
    public TimeSpan MinimumDuration { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>A longer gap between neighbouring reports discards the window. 1 s to 365 days. The default value is 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00", ErrorMessage = "Gap must be between 00:00:01 and 365.00:00:00; the default is 00:15:00.")]
    public TimeSpan Gap { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Metres. A more accurate report weighs no more than this in the centre of a stay. 0.1 to 1,000. The default value is
    /// 5 m.
    /// </summary>
    [Range(0.1, 1_000, ErrorMessage = "AccuracyFloorMetres must be between 0.1 and 1000 metres; the default is 5.")]
    public double AccuracyFloorMetres { get; set; } = 5;

    /// <summary>
    /// Metres. A less accurate report, or one of unknown accuracy, weighs as much as this in the centre of a stay. 0.1 to
    /// 100,000. The default value is 100 m.
    /// </summary>
    [Range(0.1, 100_000, ErrorMessage = "AccuracyCapMetres must be between 0.1 and 100000 metres; the default is 100.")]
    public double AccuracyCapMetres { get; set; } = 100;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (AccuracyFloorMetres > AccuracyCapMetres)
        {
            yield return new ValidationResult(
                $"AccuracyFloorMetres ({AccuracyFloorMetres}) must not be above AccuracyCapMetres ({AccuracyCapMetres}).", [nameof(AccuracyFloorMetres), nameof(AccuracyCapMetres)]);
        }
    }
}
