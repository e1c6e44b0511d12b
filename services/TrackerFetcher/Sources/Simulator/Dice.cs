namespace TrackerFetcher.Sources.Simulator;

/// <summary>
/// Chance as a function: the same arguments give the same figure in every process, so a fleet's state at any moment follows
/// from its seed alone.
/// </summary>
internal static class Dice
{
    /// <summary>What a throw decides: throws for different questions are independent.</summary>
    public enum Throw : ulong
    {
        Phase = 1,
        CyclePhase,
        Place,
        Parking,
        Street,
        Pace,
        Gap,
        Late,
        Delay,
        Duplicate,
        DuplicateDelay,
        Accuracy,
        Coarse,
        NoiseRadius,
        NoiseDirection,
        Battery,
    }

    /// <summary>Even in [0, 1).</summary>
    public static double Roll(long seed, Throw question, long tracker, long step)
    {
        ulong mixed = Mix((ulong)seed ^ ((ulong)question * 0x9E3779B97F4A7C15));
        mixed = Mix(mixed ^ ((ulong)tracker * 0xD1B54A32D192ED03));
        mixed = Mix(mixed ^ ((ulong)step * 0x8CB92BA72F3D8DD7));
        return (mixed >> 11) * (1.0 / (1UL << 53));
    }

    // The finalizer of SplitMix64.
    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
