namespace TrackerFetcher.Sources;

/// <summary>The zone of times that name no offset.</summary>
internal static class SourceZone
{
    /// <exception cref="SourceException">There is no such zone.</exception>
    public static TimeZoneInfo Find(string id) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone)
        ? zone
        : throw new SourceException($"The option 'timeZone' names no known time zone: '{id}'. Give an IANA name such as Europe/Vienna.");
}
