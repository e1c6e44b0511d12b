using System.Text.Json;
using Tracker.Geo.Reports;
using TrackerFetcher.Sources.Json;

namespace TrackerFetcher.Sources.OwnTracks;

/// <summary>
/// Reads reports from OwnTracks messages (owntracks.org/booklet/tech/json, <c>_type=location</c>): accuracies and altitudes in
/// metres, speeds in km/h, batteries in percent, times in Unix seconds.
/// </summary>
internal static class OwnTracksLocation
{
    private const string TopicPrefix = "owntracks/";

    private static readonly JsonReports Reports = new(
        new FieldNames
        {
            Tracker = "tid",
            Time = "tst",
            Latitude = "lat",
            Longitude = "lon",
            Accuracy = "acc",
            Altitude = "alt",
            Speed = "vel",
            Heading = "cog",
            Battery = "batt",
        },
        SpeedUnit.KilometresPerHour,
        TimeZoneInfo.Utc);

    /// <summary>Adds a message to the batch, if it is a location.</summary>
    /// <param name="item">The message.</param>
    /// <param name="raw">Its text.</param>
    /// <param name="tracker">The tracker; null = the message's topic names it, or else its <c>tid</c>.</param>
    /// <param name="batch">Takes the report.</param>
    public static void Read(JsonElement item, ReadOnlyMemory<byte> raw, string? tracker, BatchBuilder batch)
    {
        string? type = Text(item, "_type");
        if (type == "encrypted")
        {
            batch.Reject(RejectionReason.Malformed, "The message is encrypted. Give the Recorder the key, so that it stores what it says.", Excerpt.Of(raw.Span), tracker);
        }
        else if (type is null or "location")
        {
            Reports.Read(item, raw, tracker ?? OfTopic(Text(item, "topic")), batch);
        }
    }

    private static string? OfTopic(string? topic) =>
        string.IsNullOrEmpty(topic) ? null : topic.StartsWith(TopicPrefix, StringComparison.Ordinal) ? topic[TopicPrefix.Length..] : topic;

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
