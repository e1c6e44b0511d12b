using System.Text.Json;

namespace TrackerFetcher.Sources.Documents;

/// <summary>Which document was read, and how much of it.</summary>
/// <param name="Hash">Of the document's bytes: a server without validators may give the same document twice.</param>
/// <param name="Taken">How many of its items were read; null = all.</param>
/// <param name="ETag">The server's validator, for a conditional request.</param>
/// <param name="LastModified">Likewise.</param>
/// <param name="Newest">The greatest event time read so far: the next time window begins an overlap before it.</param>
internal sealed record DocumentPosition(string Hash, int? Taken, string? ETag, DateTimeOffset? LastModified, DateTime? Newest = null)
{
    /// <summary>Null if the text is not such a position.</summary>
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
            // A position of another kind or version: read from the start, as every reader does.
            return null;
        }
    }

    public override string ToString() => JsonSerializer.Serialize(this);
}
