namespace EFCore.ReadWriteSplitting.Health;

/// <summary>How far a replica is behind its primary.</summary>
/// <param name="Bytes">WAL that the primary has written and the replica has not replayed.</param>
/// <param name="Time">
/// How long ago the primary passed the replica's position. Zero if there is nothing left to replay, so the lag does not grow while the
/// primary is idle.
/// </param>
public readonly record struct ReplicationLag(long Bytes, TimeSpan Time);
