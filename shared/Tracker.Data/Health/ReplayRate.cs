namespace Tracker.Data.Health;

/// <summary>How fast a replica replays, and whether waiting for it is worth while. Pure.</summary>
/// <param name="BytesPerSecond">WAL replayed between the last two looks.</param>
internal readonly record struct ReplayRate(double BytesPerSecond)
{
    /// <summary>Whether what is missing can be replayed in the time there is, were it replayed at twice the rate last seen.</summary>
    /// <param name="missing">Bytes still to be replayed.</param>
    /// <param name="budget">How long the read may wait.</param>
    public bool CanReplay(long missing, TimeSpan budget) => missing <= 2 * BytesPerSecond * budget.TotalSeconds;
}
