namespace EFCore.ReadWriteSplitting.Routing;

/// <summary>No replica can serve the read as it was asked, and as many reads as may have already gone to the primary instead.</summary>
public sealed class ReplicasUnavailableException(string why)
    : Exception($"{why} Look at './tracker lag'; ask for less freshness, allow stale answers (OrStale), or raise TRACKER_FALLBACK_LIMIT if the primary can take it.");
