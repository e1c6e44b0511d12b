namespace Tracker.Drills.Running;

/// <summary>How the drill's clients connect to the nodes.</summary>
public enum DrillTopology
{
    /// <summary>Through HAProxy's two ports.</summary>
    Proxy,

    /// <summary>Directly, with a list of nodes whose roles the client detects.</summary>
    Direct,
}
