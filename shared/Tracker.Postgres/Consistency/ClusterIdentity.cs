namespace EFCore.ReadWriteSplitting.Consistency;

/// <summary>The cluster at a connection's other end.</summary>
/// <param name="SystemId"><c>pg_control_system().system_identifier</c>: the same on all its nodes.</param>
/// <param name="Wal">How its WAL is laid out.</param>
internal sealed record ClusterIdentity(long SystemId, WalLayout Wal);
