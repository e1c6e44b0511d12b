using System.Text.Json;
using Tracker.Geo.Reports;

namespace TrackerFetcher.Sources.Json;

/// <summary>One item of JSON, as far as it can be looked into.</summary>
internal static class JsonItem
{
    /// <summary>Has the item read into the batch; what can't be looked into is quarantined.</summary>
    public static void Read(ReadOnlyMemory<byte> raw, int longest, BatchBuilder batch, Action<JsonElement> read)
    {
        if (raw.Length > longest)
        {
            batch.Reject(RejectionReason.Malformed, $"The item is longer than {longest} bytes.", RejectedReport.Excerpt(raw.Span));
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
                batch.Reject(RejectionReason.Malformed, "The item is no JSON object.", RejectedReport.Excerpt(raw.Span));
            }
        }
        catch (JsonException e)
        {
            batch.Reject(RejectionReason.Malformed, $"The item is not JSON: {e.Message}", RejectedReport.Excerpt(raw.Span));
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or bytes that are no UTF-8: JSON by its grammar, and yet no text.
            batch.Reject(RejectionReason.Malformed, "The item has a text that is not Unicode.", RejectedReport.Excerpt(raw.Span));
        }
    }
}
