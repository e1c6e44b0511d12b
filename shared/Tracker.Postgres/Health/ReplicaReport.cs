namespace EFCore.ReadWriteSplitting.Health;

/// <summary>A replica as the primary reports it in <c>pg_stat_replication</c>.</summary>
/// <param name="Name">Its <c>application_name</c>.</param>
/// <param name="State">streaming, catchup, backup, ...</param>
/// <param name="SyncState">async, potential, sync, quorum.</param>
/// <param name="Bytes">WAL that the primary has written and the replica has not replayed.</param>
public sealed record ReplicaReport(string Name, string State, string SyncState, long Bytes);
