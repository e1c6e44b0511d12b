namespace TrackerFetcher.Sources;

/// <summary>The time zone of times without an offset.</summary>
internal static class SourceZone
{
    /// <exception cref="SourceException">The time zone is unknown.</exception>
    public static TimeZoneInfo Find(string id) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone)
        ? zone
        : throw new SourceException($"The option 'timeZone' names no known time zone: '{id}'. Give an IANA name such as Europe/Vienna.");
}
