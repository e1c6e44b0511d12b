namespace Tracker.Cluster.Nodes;

/// <summary>The component of a node that a fault affects.</summary>
public enum NodeComponent
{
    /// <summary>All components, as when the machine fails.</summary>
    Node,

    /// <summary>PostgreSQL: the postmaster and its children.</summary>
    Server,
    Patroni,
    PgBouncer,
}
