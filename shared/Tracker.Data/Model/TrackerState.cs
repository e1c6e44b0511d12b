namespace Tracker.Data.Model;

/// <summary>What the event times of a tracker's reports say about it.</summary>
public enum TrackerState
{
    /// <summary>Registered, but no report is stored.</summary>
    NeverSeen,

    /// <summary>Its latest report is no older than the threshold (7 days unless configured otherwise).</summary>
    Active,

    /// <summary>It was seen once, and nothing is newer than the threshold.</summary>
    Inactive,

    /// <summary>It stayed long enough within a delivery location: an entry of the log, beside which it goes on being active or inactive.</summary>
    Delivered,
}
