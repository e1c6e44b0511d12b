namespace TrackerStatus;

/// <summary>The ids of this service's log events: 6000 to 6999.</summary>
internal static class EventIds
{
    public const int TrackersBecameInactive = 6000;
}
