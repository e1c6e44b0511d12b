using NpgsqlTypes;

namespace EFCore.ReadWriteSplitting.Health;

/// <summary>Where a replica stood when the monitor looked.</summary>
internal readonly record struct ReplayLook(NpgsqlLogSequenceNumber Position, TimeSpan At);

/// <summary>How fast a replica replays, and whether waiting for it is worth while. Pure.</summary>
/// <param name="BytesPerSecond">WAL replayed between the last two looks.</param>
internal readonly record struct ReplayRate(double BytesPerSecond)
{
    /// <summary>The rate from one look to the next; null where they are at the same moment.</summary>
    public static ReplayRate? Between(ReplayLook before, ReplayLook after) => after.At > before.At
        ? new ReplayRate(((ulong)after.Position - (double)(ulong)before.Position) / (after.At - before.At).TotalSeconds)
        : null;

    /// <summary>Whether what is missing can be replayed in the time there is, were it replayed at twice the rate last seen.</summary>
    /// <param name="missing">Bytes still to be replayed.</param>
    /// <param name="budget">How long the read may wait.</param>
    public bool CanReplay(long missing, TimeSpan budget) => missing <= 2 * BytesPerSecond * budget.TotalSeconds;
}
