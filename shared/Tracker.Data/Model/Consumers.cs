namespace Tracker.Data.Model;

/// <summary>The names of the consumers, as <c>consumer_cursors</c> has them.</summary>
public static class Consumers
{
    /// <summary>Computes stays, trips, outliers and tracks.</summary>
    public const string LocationAggregator = "location-aggregator";

    /// <summary>Computes geofence events.</summary>
    public const string GeofenceProcessor = "geofence-processor";

    /// <summary>Computes statuses and their transitions.</summary>
    public const string TrackerStatus = "tracker-status";
}
