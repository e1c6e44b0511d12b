using System.Text;
using System.Text.Json;
using Tracker.Geo.Reports;

namespace TrackerFetcher.Sources.FindMy;

/// <summary>Reads reports from items of the endpoint's <c>results</c> (encrypted), or from decrypted items.</summary>
internal sealed class FindMyReport(FindMyOptions options, FindMyKeys keys)
{
    private static readonly string[] Names = ["name", "id", "key"];
    private static readonly string[] Times = ["timestamp", "time", "recorded_at"];

    /// <summary>Adds an item to the batch, as a report or for the quarantine.</summary>
    public void Read(JsonElement item, ReadOnlyMemory<byte> raw, BatchBuilder batch)
    {
        if (item.TryGetProperty("payload", out JsonElement payload) && payload.ValueKind == JsonValueKind.String)
        {
            ReadSealed(payload, Text(item, "id"), raw, batch);
        }
        else
        {
            ReadOpen(item, raw, batch);
        }
    }

    private void ReadSealed(JsonElement payload, string id, ReadOnlyMemory<byte> raw, BatchBuilder batch)
    {
        if (keys.Find(id) is not { } key)
        {
            batch.Reject(
                RejectionReason.MissingTracker,
                $"No private key for the id '{Excerpt.Of(id, 100)}'. Add the tag to the file of 'keysFile'.",
                Excerpt.Of(raw.Span));
            return;
        }

        string tracker = options.Tracker ?? key.Tracker;
        if (!payload.TryGetBytesFromBase64(out byte[]? bytes))
        {
            batch.Reject(RejectionReason.Malformed, "The payload is not base64.", Excerpt.Of(raw.Span), tracker);
        }
        else if (FindMyPayload.Open(bytes, key, out string? problem) is { } fix)
        {
            batch.Add(ReportOf(tracker, fix.RecordedAt, fix.Latitude, fix.Longitude, fix.AccuracyMetres), raw.Span);
        }
        else
        {
            batch.Reject(RejectionReason.Malformed, problem!, Excerpt.Of(raw.Span), tracker);
        }
    }

    private void ReadOpen(JsonElement item, ReadOnlyMemory<byte> raw, BatchBuilder batch)
    {
        string tracker = options.Tracker ?? Names.Select(name => Text(item, name)).FirstOrDefault(name => name.Length > 0) ?? string.Empty;
        JsonElement time = Times.Select(name => item.TryGetProperty(name, out JsonElement value) ? value : default)
            .FirstOrDefault(value => value.ValueKind is JsonValueKind.String or JsonValueKind.Number);
        if (time.ValueKind == JsonValueKind.Undefined)
        {
            // The time of publication is not the event time: finders upload hours later.
            batch.Reject(RejectionReason.MissingTime, "It has no 'timestamp'.", Excerpt.Of(raw.Span), tracker);
            return;
        }

        if (!TryTime(time, out DateTime recordedAt))
        {
            batch.Reject(RejectionReason.Malformed, $"'{Excerpt.Of(time.GetRawText(), 100)}' is not a time.", Excerpt.Of(raw.Span), tracker);
        }
        else if (TryPlace(item, out double latitude, out double longitude) && TryAccuracy(item, out double? accuracy))
        {
            batch.Add(ReportOf(tracker, recordedAt, latitude, longitude, accuracy), raw.Span);
        }
        else
        {
            batch.Reject(RejectionReason.Malformed, "The latitude, longitude or accuracy is not a number.", Excerpt.Of(raw.Span), tracker);
        }
    }

    private static NewReport ReportOf(string tracker, DateTime recordedAt, double latitude, double longitude, double? accuracy) => new()
    {
        TrackerKey = tracker,
        RecordedAt = recordedAt,
        Latitude = latitude,
        Longitude = longitude,
        AccuracyMetres = accuracy,
    };

    private bool TryTime(JsonElement time, out DateTime utc)
    {
        if (time.ValueKind == JsonValueKind.Number && options.Epoch == FindMyEpoch.Apple)
        {
            return AppleTime.TryRead(time.GetDouble(), out utc);
        }

        string text = time.ValueKind == JsonValueKind.String ? time.GetString()! : time.GetRawText();
        return EventTime.TryParse(Encoding.UTF8.GetBytes(text), TimeZoneInfo.Utc, out utc);
    }

    // Integers beyond any degree are units of 1e-7 degrees. One of the two may be below 180, near the equator or Greenwich.
    private static bool TryPlace(JsonElement item, out double latitude, out double longitude)
    {
        longitude = double.NaN;
        if (!TryNumber(item, "latitude", "lat", out latitude) || !TryNumber(item, "longitude", "lon", out longitude))
        {
            return false;
        }

        bool units = double.IsInteger(latitude) && double.IsInteger(longitude) && (Math.Abs(latitude) > 500 || Math.Abs(longitude) > 500);
        (latitude, longitude) = units
            ? (FindMyDegrees.OfUnits(latitude), FindMyDegrees.OfUnits(longitude))
            : (FindMyDegrees.Signed(latitude), FindMyDegrees.Signed(longitude));
        return true;
    }

    // One byte, which some programs write as a signed number.
    private static bool TryAccuracy(JsonElement item, out double? accuracy)
    {
        bool known = TryNumber(item, "accuracy", "acc", out double number);
        accuracy = double.IsNaN(number) ? null : number is < 0 and >= sbyte.MinValue ? number + 256 : number;
        return known;
    }

    /// <summary>NaN if there is none; false if the value is not a number.</summary>
    private static bool TryNumber(JsonElement item, string name, string shortName, out double number)
    {
        number = double.NaN;
        if (!item.TryGetProperty(name, out JsonElement value) && !item.TryGetProperty(shortName, out value))
        {
            return true;
        }

        if (value.ValueKind == JsonValueKind.Number)
        {
            number = value.GetDouble();
        }

        return value.ValueKind is JsonValueKind.Number or JsonValueKind.Null;
    }

    private static string Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) && (value.ValueKind is JsonValueKind.String or JsonValueKind.Number) ? value.ToString() : string.Empty;
}
