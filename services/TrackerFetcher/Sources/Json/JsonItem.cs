using System.Text.Json;
using Tracker.Geo.Reports;

namespace TrackerFetcher.Sources.Json;

/// <summary>Parses one item of a list of JSON objects.</summary>
internal static class JsonItem
{
    /// <summary>Parses an item and passes it to <paramref name="read"/>. An item that can't be parsed is quarantined.</summary>
    public static void Read(ReadOnlyMemory<byte> raw, int longest, BatchBuilder batch, Action<JsonElement> read)
    {
        if (raw.Length > longest)
        {
            batch.Reject(RejectionReason.Malformed, $"The item is longer than {longest} bytes.", Excerpt.Of(raw.Span));
            return;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(raw);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                read(document.RootElement);
            }
            else
            {
                batch.Reject(RejectionReason.Malformed, "The item is no JSON object.", Excerpt.Of(raw.Span));
            }
        }
        catch (JsonException e)
        {
            batch.Reject(RejectionReason.Malformed, $"The item is not JSON: {e.Message}", Excerpt.Of(raw.Span));
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or invalid UTF-8: valid JSON by its grammar, and yet not text.
            batch.Reject(RejectionReason.Malformed, "The item has a text that is not Unicode.", Excerpt.Of(raw.Span));
        }
    }
}
