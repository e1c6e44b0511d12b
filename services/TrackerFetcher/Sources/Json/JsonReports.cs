using System.Globalization;
using System.Text;
using System.Text.Json;
using Tracker.Geo.Reports;

namespace TrackerFetcher.Sources.Json;

/// <summary>Reads reports from JSON objects.</summary>
internal sealed class JsonReports(FieldNames names, SpeedUnit? unit, TimeZoneInfo zone)
{
    private readonly JsonField _tracker = new("tracker", names.Tracker, FieldAliases.Tracker);
    private readonly JsonField _time = new("time", names.Time, FieldAliases.Time);
    private readonly JsonField _latitude = new("latitude", names.Latitude, FieldAliases.Latitude);
    private readonly JsonField _longitude = new("longitude", names.Longitude, FieldAliases.Longitude);
    private readonly JsonField _accuracy = new("accuracy", names.Accuracy, FieldAliases.Accuracy);
    private readonly JsonField _altitude = new("altitude", names.Altitude, FieldAliases.Altitude);
    private readonly JsonField _speed = new("speed", names.Speed, FieldAliases.Speed);
    private readonly JsonField _heading = new("heading", names.Heading, FieldAliases.Heading);
    private readonly JsonField _battery = new("battery", names.Battery, FieldAliases.Battery);

    /// <summary>Adds an object to the batch, as a report or for the quarantine.</summary>
    /// <param name="item">The object.</param>
    /// <param name="raw">Its text, for the quarantine.</param>
    /// <param name="tracker">The tracker; null = a field of the object names it.</param>
    /// <param name="batch">Takes the report.</param>
    public void Read(JsonElement item, ReadOnlyMemory<byte> raw, string? tracker, BatchBuilder batch)
    {
        string key = tracker ?? Text(_tracker.Find(item, out _));
        string time = Text(_time.Find(item, out _));
        if (string.IsNullOrWhiteSpace(time))
        {
            batch.Reject(RejectionReason.MissingTime, "It has no time.", Excerpt.Of(raw.Span), key);
            return;
        }

        if (!EventTime.TryParse(Encoding.UTF8.GetBytes(time), zone, out DateTime recordedAt))
        {
            const string Hint = "is not a time: write ISO 8601 with an offset, or Unix seconds or milliseconds.";
            batch.Reject(RejectionReason.Malformed, $"'{Excerpt.Of(time, 100)}' {Hint}", Excerpt.Of(raw.Span), key);
            return;
        }

        Numbers numbers = new(item);
        double? speed = numbers.Of(_speed, out string speedName);
        NewReport report = new()
        {
            TrackerKey = key,
            RecordedAt = recordedAt,
            Latitude = numbers.Of(_latitude, out _) ?? double.NaN,
            Longitude = numbers.Of(_longitude, out _) ?? double.NaN,
            AccuracyMetres = numbers.Of(_accuracy, out _),
            AltitudeMetres = numbers.Of(_altitude, out _),
            SpeedMetresPerSecond = speed * SpeedUnits.Factor(unit ?? SpeedUnits.FromName(FieldAliases.Normalize(speedName))),
            HeadingDegrees = numbers.Of(_heading, out _),
            BatteryPercent = numbers.Of(_battery, out _),
        };
        if (numbers.Problem is { } problem)
        {
            batch.Reject(RejectionReason.Malformed, problem, Excerpt.Of(raw.Span), key);
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

    /// <summary>The numbers of an object, and the first field that should be a number and is not.</summary>
    private struct Numbers(JsonElement item)
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
                    Problem ??= $"The {field.Role} '{Excerpt.Of(value.GetRawText(), 100)}' is not a number.";
                    return null;
            }
        }
    }
}
