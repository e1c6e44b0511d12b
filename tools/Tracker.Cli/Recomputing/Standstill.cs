namespace Tracker.Cli.Recomputing;

/// <summary>Whether work has not gone on for a while.</summary>
internal sealed class Standstill(TimeProvider time)
{
    /// <summary>How long it may not go on before it is worth a word.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private long _left = -1;
    private long _since;

    /// <summary>Takes in how much is left now.</summary>
    /// <returns>True where it has been as much for <see cref="Patience"/>.</returns>
    public bool Lasts(long left)
    {
        if (left != _left)
        {
            (_left, _since) = (left, time.GetTimestamp());
        }

        return left > 0 && time.GetElapsedTime(_since) >= Patience;
    }
}
