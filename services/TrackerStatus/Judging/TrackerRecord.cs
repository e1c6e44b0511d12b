using Tracker.Data.Model;
using Tracker.Geo.Reports;
using TrackerStatus.Battery;
using TrackerStatus.Delivery;

namespace TrackerStatus.Judging;

/// <summary>A tracker's row: its status after its last processed report.</summary>
/// <param name="State">Active or inactive.</param>
/// <param name="Since">When this state began, UTC.</param>
/// <param name="Last">The report with the greatest event time; the most accurate of several at that moment.</param>
/// <param name="Battery">The latest battery level.</param>
/// <param name="BatteryLow">Whether the battery is low.</param>
/// <param name="Delivery">The delivery, or the visit that may become one.</param>
internal readonly record struct TrackerRecord(
    TrackerState State, DateTime Since, Fix Last, BatteryLevel? Battery, bool BatteryLow, DeliveryState Delivery)
{
    /// <summary>The greatest event time, UTC.</summary>
    public DateTime LastSeenAt => Last.RecordedAt;
}
