using System.Globalization;
using System.Text;
using Tracker.Geo.Reports;

namespace TrackerFetcher.Sources.Gpx;

/// <summary>A track point, its values as text.</summary>
internal sealed record GpxPoint(string? Latitude, string? Longitude, string? Track)
{
    private const int LongestTime = 64;

    public string? Time { get; set; }

    public string? Elevation { get; set; }

    public string? Speed { get; set; }

    public string? Course { get; set; }

    /// <summary>Adds the point to the batch, as a report or for the quarantine.</summary>
    public void Read(string key, BatchBuilder batch)
    {
        if (string.IsNullOrWhiteSpace(Time))
        {
            batch.Reject(RejectionReason.MissingTime, "The track point has no time.", Payload(this), key);
            return;
        }

        Span<byte> time = stackalloc byte[LongestTime];
        if (!Encoding.UTF8.TryGetBytes(Time.AsSpan().Trim(), time, out int length)
            || !EventTime.TryParse(time[..length], TimeZoneInfo.Utc, out DateTime recordedAt))
        {
            batch.Reject(RejectionReason.Malformed, $"'{Time}' is not a time of ISO 8601.", Payload(this), key);
            return;
        }

        if (TryNumber(Latitude, out double? latitude) && TryNumber(Longitude, out double? longitude) && TryNumber(Elevation, out double? elevation)
            && TryNumber(Speed, out double? speed) && TryNumber(Course, out double? course))
        {
            NewReport report = new()
            {
                TrackerKey = key,
                RecordedAt = recordedAt,
                Latitude = latitude ?? double.NaN,
                Longitude = longitude ?? double.NaN,
                AltitudeMetres = elevation,
                SpeedMetresPerSecond = speed,
                HeadingDegrees = course,
            };
            batch.Add(report, this, Payload);
            return;
        }

        batch.Reject(RejectionReason.Malformed, "The track point has a figure that is no number.", Payload(this), key);
    }

    private static bool TryNumber(string? text, out double? value)
    {
        value = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
        value = number;
        return isNumber;
    }

    private static string Payload(GpxPoint point) =>
        $"lat={point.Latitude} lon={point.Longitude} time={point.Time} ele={point.Elevation} speed={point.Speed} course={point.Course}";
}
