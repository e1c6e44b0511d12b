namespace Tracker.Data.Trackers;

/// <summary>A model of trackers, and its thresholds.</summary>
/// <param name="Brand">Its maker.</param>
/// <param name="Name">Its name, unique within the brand.</param>
/// <param name="InactiveAfter">How long one may be silent before it is inactive; null: as the service is configured.</param>
/// <param name="BatteryLowPercent">Percent at and below which the battery of one is low; null: as the service is configured.</param>
/// <param name="Trackers">How many trackers are of it.</param>
public sealed record KnownModel(string Brand, string Name, TimeSpan? InactiveAfter, float? BatteryLowPercent, long Trackers);
