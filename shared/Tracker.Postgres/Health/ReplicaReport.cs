namespace EFCore.ReadWriteSplitting.Health;

/// <summary>A replica as the primary reports it in <c>pg_stat_replication</c>.</summary>
/// <param name="Name">Its <c>application_name</c>.</param>
/// <param name="State">streaming, catchup, backup, ...</param>
/// <param name="SyncState">async, potential, sync, quorum.</param>
/// <param name="Bytes">WAL that the primary has written and the replica has not replayed, as of the replica's last message.</param>
/// <param name="ReplayLag">How long ago the primary wrote the WAL that the replica replays; zero if nothing is left to replay.</param>
/// <param name="RepliedAt">When the replica sent its last message, on the replica's clock.</param>
/// <param name="SinceReply">The time since then on the primary's clock, so only as exact as the two clocks agree.</param>
internal sealed record ReplicaReport(string Name, string State, string SyncState, long Bytes, TimeSpan ReplayLag, DateTime RepliedAt, TimeSpan SinceReply);
