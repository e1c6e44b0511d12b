namespace Tracker.Data.Trackers;

/// <summary>A model of trackers, and its thresholds.</summary>
/// <param name="Brand">Its maker.</param>
/// <param name="Name">Its name, unique within the brand.</param>
/// <param name="InactiveAfter">How long a tracker may be silent before it is inactive; null for the service's setting.</param>
/// <param name="BatteryLowPercent">Percent at or below which a battery is low; null for the service's setting.</param>
/// <param name="Trackers">The number of trackers of this model.</param>
public sealed record KnownModel(string Brand, string Name, TimeSpan? InactiveAfter, float? BatteryLowPercent, long Trackers);
