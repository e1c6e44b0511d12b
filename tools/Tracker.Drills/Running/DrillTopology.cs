namespace Tracker.Drills.Running;

/// <summary>How the drill's clients reach the nodes.</summary>
public enum DrillTopology
{
    /// <summary>Through HAProxy's two ports.</summary>
    Proxy,

    /// <summary>By a list of the nodes, whose roles they find out.</summary>
    Direct,
}
