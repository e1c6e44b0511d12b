namespace EFCore.ReadWriteSplitting.Statistics;

/// <summary>Reads that are on the primary because no replica can serve them.</summary>
/// <param name="Limit">How many may be there at once (<c>DATABASE_FALLBACK_LIMIT</c>).</param>
/// <param name="Inside">How many are.</param>
/// <param name="Refused">How many found no place in time, since the start.</param>
public sealed record FallbackStatistics(int Limit, int Inside, long Refused);
