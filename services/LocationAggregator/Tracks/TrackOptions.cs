using System.ComponentModel.DataAnnotations;

namespace LocationAggregator.Tracks;

internal sealed class TrackOptions : IValidatableObject
{
    /// <summary>The time zone in which days begin and end, as the IANA database names it. The default value is UTC.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Metres by which a track may miss a report. 0 to 100 km. The default value is 10 m.</summary>
    [Range(0, 100_000, ErrorMessage = "ToleranceMetres must be between 0 and 100000 metres; the default is 10.")]
    public double ToleranceMetres { get; set; } = 10;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            yield return new ValidationResult("It is no time zone known here; take a name such as Europe/Vienna or UTC.", [nameof(TimeZone)]);
        }
    }
}
