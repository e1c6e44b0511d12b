namespace Tracker.Data.Model;

/// <summary>The state of a tracker, by the event times of its reports.</summary>
public enum TrackerState
{
    /// <summary>Registered, but no report is stored.</summary>
    NeverSeen,

    /// <summary>Its latest report is no older than the threshold (7 days unless configured otherwise).</summary>
    Active,

    /// <summary>It has reports, and none is newer than the threshold.</summary>
    Inactive,

    /// <summary>
    /// It stayed long enough within a delivery location. Only an entry of the log; the tracker is still active or inactive.
    /// </summary>
    Delivered,
}
