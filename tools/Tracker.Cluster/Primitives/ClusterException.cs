namespace Tracker.Cluster.Primitives;

/// <summary>An operation on the cluster or on one of its processes failed. The message states the reason and the remedy.</summary>
public sealed class ClusterException : Exception
{
    public ClusterException()
    {
    }

    public ClusterException(string message) : base(message)
    {
    }

    public ClusterException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
