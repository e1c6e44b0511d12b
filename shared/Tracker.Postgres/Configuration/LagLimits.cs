namespace EFCore.ReadWriteSplitting.Configuration;

/// <summary>The lag at which a warning is logged, and the lag at which a replica counts as lagging.</summary>
/// <param name="WarnBytes">Lag in bytes at which a warning is logged (<c>DATABASE_LAG_WARN</c>, 1 MB).</param>
/// <param name="LaggingBytes">Lag in bytes at which the replica counts as lagging (<c>DATABASE_LAG_BYTES</c>, 10 MB).</param>
/// <param name="LaggingTime">Time lag at which the replica counts as lagging, if there is WAL left to replay (<c>DATABASE_LAG_TIME</c>, 500
/// ms).</param>
public sealed record LagLimits(long WarnBytes, long LaggingBytes, TimeSpan LaggingTime)
{
    /// <summary>1 MB, 10 MB, 500 ms.</summary>
    public static LagLimits Default { get; } = new(1_048_576, 10_485_760, TimeSpan.FromMilliseconds(500));
}
