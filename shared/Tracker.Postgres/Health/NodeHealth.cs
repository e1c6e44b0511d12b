namespace EFCore.ReadWriteSplitting.Health;

/// <summary>What the monitor makes of a node.</summary>
public enum NodeHealth
{
    /// <summary>Answers, and follows the primary closely enough.</summary>
    Healthy,

    /// <summary>Not judged yet: used, after those known to be healthy.</summary>
    Unknown,

    /// <summary>Answers, but is behind by more than the limits: used where nothing better is there.</summary>
    Lagging,

    /// <summary>Does not answer: no request goes there until it answers the monitor again.</summary>
    Offline,
}
