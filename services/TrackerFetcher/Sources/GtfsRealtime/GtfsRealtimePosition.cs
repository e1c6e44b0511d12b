using System.Text.Json;

namespace TrackerFetcher.Sources.GtfsRealtime;

/// <summary>Which feed was taken, and how much of it.</summary>
/// <param name="Hash">Of the feed's bytes: a server without validators, too, can give the same feed twice.</param>
/// <param name="Taken">How many of its vehicles; null = all.</param>
/// <param name="ETag">The server's, to be asked for a newer one.</param>
/// <param name="LastModified">Likewise.</param>
internal sealed record GtfsRealtimePosition(string Hash, int? Taken, string? ETag, DateTimeOffset? LastModified)
{
    /// <summary>Null where the text is of no such position.</summary>
    public static GtfsRealtimePosition? Parse(string? text)
    {
        if (text is null || !text.StartsWith('{'))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<GtfsRealtimePosition>(text) is { Hash: not null, Taken: null or >= 0 } position ? position : null;
        }
        catch (JsonException)
        {
            // Another kind's or version's position: the start, as for every reader.
            return null;
        }
    }

    public override string ToString() => JsonSerializer.Serialize(this);
}
