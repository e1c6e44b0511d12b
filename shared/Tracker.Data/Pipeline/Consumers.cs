namespace Tracker.Data.Pipeline;

/// <summary>The names of the consumers, as <c>consumer_cursors</c> has them.</summary>
public static class Consumers
{
    /// <summary>Makes stays.</summary>
    public const string LocationAggregator = "location-aggregator";

    /// <summary>Makes geofence events.</summary>
    public const string GeofenceProcessor = "geofence-processor";

    /// <summary>Makes statuses and their transitions.</summary>
    public const string TrackerStatus = "tracker-status";
}
