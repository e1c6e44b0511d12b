namespace EFCore.ReadWriteSplitting.Health;

/// <summary>How far a replica is behind its primary.</summary>
/// <param name="Bytes">WAL that the primary has written and the replica has not replayed.</param>
/// <param name="Time">
/// Since when the primary has been past the replica's position. Zero where nothing is left to replay, so that an idle primary
/// makes nobody late.
/// </param>
public readonly record struct ReplicationLag(long Bytes, TimeSpan Time);
