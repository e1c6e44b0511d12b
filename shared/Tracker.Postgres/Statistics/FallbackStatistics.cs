namespace EFCore.ReadWriteSplitting.Statistics;

/// <summary>Reads that fall back to the primary because no replica can serve them.</summary>
/// <param name="Limit">The maximum number of concurrent fallbacks (<c>DATABASE_FALLBACK_LIMIT</c>).</param>
/// <param name="Inside">The current number of fallbacks.</param>
/// <param name="Refused">Reads that timed out waiting for a fallback slot since startup.</param>
public sealed record FallbackStatistics(int Limit, int Inside, long Refused);
