using NpgsqlTypes;

namespace EFCore.ReadWriteSplitting.Health;

/// <summary>A replica's replay position at one moment.</summary>
internal readonly record struct ReplaySample(NpgsqlLogSequenceNumber Position, TimeSpan At);

/// <summary>How fast a replica replays WAL, and whether a read should wait for it.</summary>
/// <param name="BytesPerSecond">WAL replayed per second between the last two samples.</param>
internal readonly record struct ReplayRate(double BytesPerSecond)
{
    /// <summary>The rate between two samples; null if they have the same time.</summary>
    public static ReplayRate? Between(ReplaySample before, ReplaySample after) => after.At > before.At
        ? new ReplayRate(((ulong)after.Position - (double)(ulong)before.Position) / (after.At - before.At).TotalSeconds)
        : null;

    /// <summary>Whether the replica can replay the missing WAL in time at twice its last known rate.</summary>
    /// <param name="missing">Bytes still to be replayed.</param>
    /// <param name="budget">How long the read may wait.</param>
    public bool CanReplay(long missing, TimeSpan budget) => missing <= 2 * BytesPerSecond * budget.TotalSeconds;
}
