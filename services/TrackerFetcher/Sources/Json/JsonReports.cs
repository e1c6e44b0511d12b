using System.Globalization;
using System.Text;
using System.Text.Json;
using Tracker.Geo.Reports;

namespace TrackerFetcher.Sources.Json;

/// <summary>Makes a report of a JSON object, or says why it is none.</summary>
internal sealed class JsonReports(FieldNames names, SpeedUnit? unit, TimeZoneInfo zone)
{
    private readonly JsonField _tracker = new("tracker", names.Tracker, UsualNames.Tracker);
    private readonly JsonField _time = new("time", names.Time, UsualNames.Time);
    private readonly JsonField _latitude = new("latitude", names.Latitude, UsualNames.Latitude);
    private readonly JsonField _longitude = new("longitude", names.Longitude, UsualNames.Longitude);
    private readonly JsonField _accuracy = new("accuracy", names.Accuracy, UsualNames.Accuracy);
    private readonly JsonField _altitude = new("altitude", names.Altitude, UsualNames.Altitude);
    private readonly JsonField _speed = new("speed", names.Speed, UsualNames.Speed);
    private readonly JsonField _heading = new("heading", names.Heading, UsualNames.Heading);
    private readonly JsonField _battery = new("battery", names.Battery, UsualNames.Battery);

    /// <summary>Takes an object into the batch: as a report or into the quarantine.</summary>
    /// <param name="item">The object.</param>
    /// <param name="raw">Its text, for the quarantine.</param>
    /// <param name="tracker">The tracker; null = the object names it.</param>
    /// <param name="batch">Where it goes.</param>
    public void Read(JsonElement item, ReadOnlyMemory<byte> raw, string? tracker, BatchBuilder batch)
    {
        string key = tracker ?? Text(_tracker.Find(item, out _));
        string time = Text(_time.Find(item, out _));
        if (string.IsNullOrWhiteSpace(time))
        {
            batch.Reject(RejectionReason.MissingTime, "It has no time.", RejectedReport.Excerpt(raw.Span), key);
            return;
        }

        if (!EventTime.TryParse(Encoding.UTF8.GetBytes(time), zone, out DateTime recordedAt))
        {
            const string Hint = "is not a time: write ISO 8601 with an offset, or Unix seconds or milliseconds.";
            batch.Reject(RejectionReason.Malformed, $"'{RejectedReport.Excerpt(time, 100)}' {Hint}", RejectedReport.Excerpt(raw.Span), key);
            return;
        }

        Figures figures = new(item);
        double? speed = figures.Of(_speed, out string speedName);
        NewReport report = new()
        {
            TrackerKey = key,
            RecordedAt = recordedAt,
            Latitude = figures.Of(_latitude, out _) ?? double.NaN,
            Longitude = figures.Of(_longitude, out _) ?? double.NaN,
            AccuracyMetres = figures.Of(_accuracy, out _),
            AltitudeMetres = figures.Of(_altitude, out _),
            SpeedMetresPerSecond = speed * SpeedUnits.Factor(unit ?? SpeedUnits.OfName(UsualNames.Plain(speedName))),
            HeadingDegrees = figures.Of(_heading, out _),
            BatteryPercent = figures.Of(_battery, out _),
        };
        if (figures.Problem is { } problem)
        {
            batch.Reject(RejectionReason.Malformed, problem, RejectedReport.Excerpt(raw.Span), key);
        }
        else
        {
            batch.Add(report, raw.Span);
        }
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        _ => string.Empty,
    };

    /// <summary>An object's numbers, and the first field that should be one and is none.</summary>
    private struct Figures(JsonElement item)
    {
        public string? Problem { get; private set; }

        public double? Of(JsonField field, out string name)
        {
            JsonElement value = field.Find(item, out name);
            switch (value.ValueKind)
            {
                case JsonValueKind.Undefined or JsonValueKind.Null:
                    return null;
                case JsonValueKind.Number:
                    return value.GetDouble();
                case JsonValueKind.String when string.IsNullOrWhiteSpace(value.GetString()):
                    return null;
                case JsonValueKind.String when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number):
                    return number;
                default:
                    Problem ??= $"The {field.Role} '{RejectedReport.Excerpt(value.GetRawText(), 100)}' is not a number.";
                    return null;
            }
        }
    }
}
