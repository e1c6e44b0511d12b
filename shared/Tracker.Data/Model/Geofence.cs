namespace Tracker.Data.Model;

/// <summary>A fence: a name whose shape may change over event time (<see cref="GeofenceVersion"/>).</summary>
public sealed class Geofence
{
    /// <summary>Key, given by the database.</summary>
    public long Id { get; init; }

    /// <summary>The owner's id for it; unique.</summary>
    public required string Key { get; init; }

    /// <summary>A name for people.</summary>
    public required string Name { get; set; }
}
