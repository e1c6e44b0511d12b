using System.ComponentModel.DataAnnotations;

namespace LocationAggregator.Tracks;

internal sealed class TrackOptions : IValidatableObject
{
    /// <summary>The IANA name of the time zone in which days begin and end. The default value is UTC.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>The maximum distance in metres of a report from the simplified track. 0 to 100 km. The default value is 10 m.</summary>
    [Range(0, 100_000, ErrorMessage = "ToleranceMetres must be between 0 and 100000 metres; the default is 10.")]
    public double ToleranceMetres { get; set; } = 10;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            yield return new ValidationResult("TimeZone is not a known time zone; use an IANA name such as Europe/Vienna or UTC.", [nameof(TimeZone)]);
        }
    }
}
