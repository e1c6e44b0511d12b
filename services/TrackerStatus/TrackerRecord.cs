using Tracker.Data.Model;
using Tracker.Data.Reports;
using TrackerStatus.Battery;
using TrackerStatus.Delivery;

namespace TrackerStatus;

/// <summary>A tracker's row: what is known of it after its last processed report.</summary>
/// <param name="State">Active or inactive.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="LastSeenAt">Greatest event time, UTC.</param>
/// <param name="Latitude">Degrees, where it was then.</param>
/// <param name="Longitude">Degrees.</param>
/// <param name="Battery">The last that was said of the battery.</param>
/// <param name="BatteryLow">Whether that is low.</param>
/// <param name="Delivery">The delivery, or the visit that may become one.</param>
internal readonly record struct TrackerRecord(
    TrackerState State, DateTime Since, DateTime LastSeenAt, double Latitude, double Longitude, BatteryLevel? Battery, bool BatteryLow, DeliveryState Delivery)
{
    /// <summary>Where a fresh report came, its time and place.</summary>
    public TrackerRecord Seen(Fix? latest) => latest is { } fix
        ? this with { LastSeenAt = fix.RecordedAt, Latitude = fix.Latitude, Longitude = fix.Longitude }
        : this;
}
