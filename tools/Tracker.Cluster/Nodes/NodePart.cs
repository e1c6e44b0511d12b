namespace Tracker.Cluster.Nodes;

/// <summary>What of a node a fault hits.</summary>
public enum NodePart
{
    /// <summary>All three, as when the machine dies.</summary>
    Node,

    /// <summary>PostgreSQL: the postmaster and its children.</summary>
    Server,
    Patroni,
    PgBouncer,
}
