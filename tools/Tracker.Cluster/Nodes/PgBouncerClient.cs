namespace Tracker.Cluster.Nodes;

/// <summary>A client connection as reported by PgBouncer. Through HAProxy, the address is that of HAProxy.</summary>
/// <param name="User">The user name.</param>
/// <param name="ApplicationName">The client's application_name.</param>
/// <param name="Address">The client's address and port. Together with the time, it identifies a connection.</param>
/// <param name="ConnectedAt">The time of the connection as PgBouncer prints it.</param>
public sealed record PgBouncerClient(string User, string ApplicationName, string Address, string ConnectedAt);
