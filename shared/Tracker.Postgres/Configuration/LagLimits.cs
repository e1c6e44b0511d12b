namespace EFCore.ReadWriteSplitting.Configuration;

/// <summary>From which lag on a replica is worth a warning, and from which on it counts as lagging.</summary>
/// <param name="WarnBytes">WAL in bytes from which on a warning is logged (<c>DATABASE_LAG_WARN</c>, 1 MB).</param>
/// <param name="LaggingBytes">WAL in bytes from which on the replica is lagging (<c>DATABASE_LAG_BYTES</c>, 10 MB).</param>
/// <param name="LaggingTime">Time from which on it is lagging, however few the bytes (<c>DATABASE_LAG_TIME</c>, 500 ms).</param>
public sealed record LagLimits(long WarnBytes, long LaggingBytes, TimeSpan LaggingTime)
{
    /// <summary>1 MB, 10 MB, 500 ms.</summary>
    public static LagLimits Default { get; } = new(1_048_576, 10_485_760, TimeSpan.FromMilliseconds(500));
}
