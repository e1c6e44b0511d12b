namespace EFCore.ReadWriteSplitting.Routing;

/// <summary>No replica can serve the read as it was asked, and the limit of reads that fall back to the primary is reached.</summary>
public sealed class ReplicasUnavailableException(string why, string settingPrefix)
    : Exception($"{why} Ask for less freshness, allow stale answers (OrStale), or raise {settingPrefix}FALLBACK_LIMIT if the primary can take more reads.");
