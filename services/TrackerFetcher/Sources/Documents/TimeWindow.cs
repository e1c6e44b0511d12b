using System.ComponentModel.DataAnnotations;
using System.Globalization;
using TrackerFetcher.Sources.Http;

namespace TrackerFetcher.Sources.Documents;

/// <summary>
/// The period that a server is asked for. It is not a cursor: reports arrive late, so each window begins an overlap before the newest
/// report, and reports that come twice are stored once.
/// </summary>
internal sealed record TimeWindow
{
    /// <summary>The query parameter of the window's start; null = the request has no window.</summary>
    public string? From { get; init; }

    /// <summary>The query parameter of its end, which is now; null = none.</summary>
    public string? To { get; init; }

    /// <summary>The format of times. The default is ISO 8601 in UTC.</summary>
    public TimeFormat Format { get; init; }

    /// <summary>How far before the newest report a window begins. The default is 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan Overlap { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How far back the first window goes. The default is 7 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan History { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The URL with the window in its query.</summary>
    public Uri Of(Uri url, DateTime? newest, DateTime now)
    {
        if (From is null)
        {
            return url;
        }

        // Not later than now: one event time in the future must not hide the reports after it.
        DateTime reached = newest is { } known && known < now ? known : now;
        DateTime from = reached - (newest is null ? History : Overlap);
        Uri withStart = SourceUrl.With(url, From, Text(from));
        return To is null ? withStart : SourceUrl.With(withStart, To, Text(now));
    }

    private string Text(DateTime time) => Format switch
    {
        TimeFormat.Unix => new DateTimeOffset(time).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        TimeFormat.UnixMilliseconds => new DateTimeOffset(time).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        TimeFormat.IsoWithoutZone => time.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
        _ => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
    };
}

/// <summary>Formats of times in a query.</summary>
internal enum TimeFormat
{
    /// <summary>2026-01-31T08:00:00Z</summary>
    Iso,

    /// <summary>The same without the Z; UTC is meant.</summary>
    IsoWithoutZone,

    /// <summary>Seconds since 1970.</summary>
    Unix,

    /// <summary>Milliseconds since 1970.</summary>
    UnixMilliseconds,
}
