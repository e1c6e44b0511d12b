using System.Text.Json;

namespace TrackerFetcher.Sources.Documents;

/// <summary>Which document was taken, and how much of it.</summary>
/// <param name="Hash">Of the document's bytes: a server without validators, too, can give the same one twice.</param>
/// <param name="Taken">How many of its items; null = all.</param>
/// <param name="ETag">The server's, to be asked for a newer one.</param>
/// <param name="LastModified">Likewise.</param>
/// <param name="Newest">The greatest event time taken so far: where the next window of time begins, an overlap before it.</param>
internal sealed record DocumentPosition(string Hash, int? Taken, string? ETag, DateTimeOffset? LastModified, DateTime? Newest = null)
{
    /// <summary>Null where the text is of no such position.</summary>
    public static DocumentPosition? Parse(string? text)
    {
        if (text is null || !text.StartsWith('{'))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<DocumentPosition>(text) is { Hash: not null, Taken: null or >= 0 } position ? position : null;
        }
        catch (JsonException)
        {
            // Another kind's or version's position: the start, as for every reader.
            return null;
        }
    }

    public override string ToString() => JsonSerializer.Serialize(this);
}
