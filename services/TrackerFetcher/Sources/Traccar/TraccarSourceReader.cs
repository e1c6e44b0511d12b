using System.Text.Json;
using Tracker.Geo.Reports;
using TrackerFetcher.Sources.Documents;
using TrackerFetcher.Sources.Http;
using TrackerFetcher.Sources.Json;

namespace TrackerFetcher.Sources.Traccar;

/// <summary>
/// Reads the positions of a Traccar server (GET /api/positions), or a file of them. The format is that of Traccar's openapi.yaml
/// (github.com/traccar/traccar, version 6.6) and of its model Position: speeds are in knots, accuracies and altitudes in metres,
/// times ISO 8601 or, in forwarded positions, Unix milliseconds; the battery level is an attribute, in percent.
/// </summary>
internal sealed class TraccarSourceReader(DocumentSource documents, TimeProvider time) : SourceReader<TraccarOptions>
{
    public const string Name = "traccar";

    private static readonly FieldNames Names = new()
    {
        Tracker = "deviceId",
        Time = "fixTime",
        Latitude = "latitude",
        Longitude = "longitude",
        Accuracy = "accuracy",
        Altitude = "altitude",
        Speed = "speed",
        Heading = "course",
        Battery = "attributes.batteryLevel",
    };

    private static readonly JsonReports Reports = new(Names, SpeedUnit.Knots, TimeZoneInfo.Utc);

    public override string Kind => Name;

    protected override IAsyncEnumerable<SourceBatch> ReadAsync(SourceRequest request, TraccarOptions options, CancellationToken ct) =>
        documents.ReadAsync(request, options, new Format(options, time), ct);

    private sealed class Format(TraccarOptions options, TimeProvider time) : IDocumentFormat
    {
        private readonly JsonPath _device = new(Names.Tracker!);

        public HttpSourceRequest Request(Uri url, DateTime? newest) => new(
            SourceUrl.Parameter(url, "deviceId") is null ? url : options.Window.Of(url, newest, time.GetUtcNow().UtcDateTime));

        public IEnumerable<Action<BatchBuilder>> Open(byte[] body, DocumentOrigin origin) => JsonItems
            .Open(body, [string.Empty], origin.Shown)
            .All()
            .Select(raw => (Action<BatchBuilder>)(batch => JsonItem.Read(raw, options.LongestItem, batch, item => Read(item, raw, batch))));

        private void Read(JsonElement item, ReadOnlyMemory<byte> raw, BatchBuilder batch)
        {
            // The server repeats the last fix as outdated when a device reports without a fix.
            if (item.TryGetProperty("outdated", out JsonElement outdated) && outdated.ValueKind == JsonValueKind.True)
            {
                return;
            }

            JsonElement device = _device.Find(item);
            string? key = options.Tracker ?? (options.KeyPrefix.Length > 0 && device.ValueKind == JsonValueKind.Number
                ? options.KeyPrefix + device.GetRawText()
                : null);
            if (item.TryGetProperty("valid", out JsonElement valid) && valid.ValueKind == JsonValueKind.False)
            {
                batch.Reject(RejectionReason.NoFix, "The server says that the position is not valid: the device had no fix.", Excerpt.Of(raw.Span), key);
                return;
            }

            Reports.Read(item, raw, key, batch);
        }
    }
}
