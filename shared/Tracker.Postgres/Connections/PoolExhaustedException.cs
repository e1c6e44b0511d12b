using EFCore.ReadWriteSplitting.Configuration;

namespace EFCore.ReadWriteSplitting.Connections;

/// <summary>No connection of the pool became free within the timeout: scopes are held too long, or the pool is too small.</summary>
public sealed class PoolExhaustedException(PoolKind pool, int size, TimeSpan waited, IReadOnlyList<string> longest, string settingPrefix)
    : Exception($"No connection of the {pool} pool ({size} connections) came free within {TimeWithUnit.Format(waited)}. Held longest: {string.Join(", ", longest)}. Dispose of scopes earlier, or raise {settingPrefix}WRITE_POOL (the read pool is twice as large).");
