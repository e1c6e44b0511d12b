namespace Tracker.Cluster;

/// <summary>The cluster, or a process of it, could not do what was asked; the message says why and what to do.</summary>
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
