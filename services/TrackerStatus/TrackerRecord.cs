using Tracker.Data.Model;
using Tracker.Geo.Reports;
using TrackerStatus.Battery;
using TrackerStatus.Delivery;

namespace TrackerStatus;

/// <summary>A tracker's row: what is known of it after its last processed report.</summary>
/// <param name="State">Active or inactive.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="Last">Its report of the greatest event time; of several at that moment the finest.</param>
/// <param name="Battery">The last that was said of the battery.</param>
/// <param name="BatteryLow">Whether that is low.</param>
/// <param name="Delivery">The delivery, or the visit that may become one.</param>
internal readonly record struct TrackerRecord(
    TrackerState State, DateTime Since, Fix Last, BatteryLevel? Battery, bool BatteryLow, DeliveryState Delivery)
{
    /// <summary>Greatest event time, UTC.</summary>
    public DateTime LastSeenAt => Last.RecordedAt;
}
