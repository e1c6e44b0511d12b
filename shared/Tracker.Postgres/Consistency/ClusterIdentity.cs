namespace EFCore.ReadWriteSplitting.Consistency;

/// <summary>The cluster that a connection leads to.</summary>
/// <param name="SystemId"><c>pg_control_system().system_identifier</c>: the same on all its nodes.</param>
/// <param name="Wal">The page and segment sizes of its WAL.</param>
internal sealed record ClusterIdentity(long SystemId, WalLayout Wal);
