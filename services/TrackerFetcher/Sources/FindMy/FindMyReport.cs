using System.Text;
using System.Text.Json;
using Tracker.Geo.Reports;

namespace TrackerFetcher.Sources.FindMy;

/// <summary>Makes a report of an item of the endpoint's <c>results</c> (sealed), or of one that was decrypted before.</summary>
internal sealed class FindMyReport(FindMyOptions options, FindMyKeys keys)
{
    private static readonly string[] Names = ["name", "id", "key"];
    private static readonly string[] Times = ["timestamp", "time", "recorded_at"];

    /// <summary>Takes an item into the batch: as a report or into the quarantine.</summary>
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
                RejectionReason.MissingTracker, $"No private key for the id '{RejectedReport.Excerpt(id, 100)}'. Add the tag to the file of 'keysFile'.", RejectedReport.Excerpt(raw.Span));
            return;
        }

        string tracker = options.Tracker ?? key.Tracker;
        if (!payload.TryGetBytesFromBase64(out byte[]? bytes))
        {
            batch.Reject(RejectionReason.Malformed, "The payload is not base64.", RejectedReport.Excerpt(raw.Span), tracker);
        }
        else if (FindMyPayload.Open(bytes, key, out string? problem) is { } fix)
        {
            batch.Add(ReportOf(tracker, fix.RecordedAt, fix.Latitude, fix.Longitude, fix.AccuracyMetres), raw.Span);
        }
        else
        {
            batch.Reject(RejectionReason.Malformed, problem!, RejectedReport.Excerpt(raw.Span), tracker);
        }
    }

    private void ReadOpen(JsonElement item, ReadOnlyMemory<byte> raw, BatchBuilder batch)
    {
        string tracker = options.Tracker ?? Names.Select(name => Text(item, name)).FirstOrDefault(name => name.Length > 0) ?? string.Empty;
        JsonElement time = Times.Select(name => item.TryGetProperty(name, out JsonElement value) ? value : default)
            .FirstOrDefault(value => value.ValueKind is JsonValueKind.String or JsonValueKind.Number);
        if (time.ValueKind == JsonValueKind.Undefined)
        {
            // When it was published is no event time: finders upload hours later.
            batch.Reject(RejectionReason.MissingTime, "It has no 'timestamp'.", RejectedReport.Excerpt(raw.Span), tracker);
            return;
        }

        if (!TryTime(time, out DateTime recordedAt))
        {
            batch.Reject(RejectionReason.Malformed, $"'{RejectedReport.Excerpt(time.GetRawText(), 100)}' is not a time.", RejectedReport.Excerpt(raw.Span), tracker);
        }
        else if (TryPlace(item, out double latitude, out double longitude) && TryAccuracy(item, out double? accuracy))
        {
            batch.Add(ReportOf(tracker, recordedAt, latitude, longitude, accuracy), raw.Span);
        }
        else
        {
            batch.Reject(RejectionReason.Malformed, "The latitude, longitude or accuracy is not a number.", RejectedReport.Excerpt(raw.Span), tracker);
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

    // Whole numbers beyond any degree are units of 1e-7 degrees; either may lie within 180 by itself, near the equator or Greenwich.
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

    // One byte; some write it as a signed one.
    private static bool TryAccuracy(JsonElement item, out double? accuracy)
    {
        bool known = TryNumber(item, "accuracy", "acc", out double number);
        accuracy = double.IsNaN(number) ? null : number is < 0 and >= sbyte.MinValue ? number + 256 : number;
        return known;
    }

    /// <summary>NaN where there is none; false where it is something else than a number.</summary>
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
