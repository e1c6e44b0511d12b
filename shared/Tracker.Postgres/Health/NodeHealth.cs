namespace EFCore.ReadWriteSplitting.Health;

/// <summary>The health of a node, as the monitor judges it.</summary>
public enum NodeHealth
{
    /// <summary>Answers, and its lag is within the limits.</summary>
    Healthy,

    /// <summary>Not judged yet, or its lag can't be observed any more. Used after healthy nodes.</summary>
    Unknown,

    /// <summary>Answers, but its lag exceeds the limits. Used if there is no better node.</summary>
    Lagging,

    /// <summary>Does not answer. Not used until it answers the monitor again.</summary>
    Offline,
}
