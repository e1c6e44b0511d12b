namespace EFCore.ReadWriteSplitting.Routing;

/// <summary>No replica meets the read's consistency, and the fallback limit is reached.</summary>
public sealed class ReplicasUnavailableException(string why, string settingPrefix)
    : Exception($"{why} Request weaker consistency, allow stale reads (OrStale), or raise {settingPrefix}FALLBACK_LIMIT if the primary can serve more reads.");
