using System.ComponentModel.DataAnnotations;

namespace LocationAggregator.Tracks;

/// <summary>Days of a time zone. A day has 23 or 25 hours when daylight saving time starts or ends.</summary>
internal sealed class DayCalendar
{
    private readonly TimeZoneInfo _zone;

    public DayCalendar(TrackOptions options)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        _zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);
        TimeZone = options.TimeZone;
    }

    public string TimeZone { get; }

    /// <summary>The day of a moment, UTC.</summary>
    public DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, _zone));

    /// <summary>The first moment of a day, UTC.</summary>
    public DateTime StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        // If the clock changes at midnight, the day begins at the first valid time, or at the first of two ambiguous ones.
        while (_zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddMinutes(1);
        }

        TimeSpan offset = _zone.IsAmbiguousTime(midnight) ? _zone.GetAmbiguousTimeOffsets(midnight).Max() : _zone.GetUtcOffset(midnight);
        return DateTime.SpecifyKind(midnight - offset, DateTimeKind.Utc);
    }

    /// <summary>The end of a day (exclusive), UTC.</summary>
    public DateTime EndOf(DateOnly day) => StartOf(day.AddDays(1));
}
