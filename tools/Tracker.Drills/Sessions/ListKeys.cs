namespace Tracker.Drills.Sessions;

/// <summary>
/// Which list a value goes to. A few dozen lists are in use at a time, so that reads of some of them meet many sessions'
/// writes; after a while they are left for new ones, so that no list grows long.
/// </summary>
internal sealed class ListKeys
{
    private const int InUse = 48;
    private const int LengthOnAverage = 24;

    private long _value;

    /// <summary>A value that nobody else appends, and its list.</summary>
    public (int Key, long Value) Next(Random random)
    {
        long value = Interlocked.Increment(ref _value);
        return (FirstKey(value) + random.Next(InUse), value);
    }

    /// <summary>Different lists to read, of those in use.</summary>
    public int[] Some(Random random, int count)
    {
        int first = FirstKey(Interlocked.Read(ref _value));
        int[] keys = new int[count];
        for (int i = 0; i < count; i++)
        {
            do
            {
                keys[i] = first + random.Next(InUse);
            }
            while (keys.AsSpan(0, i).Contains(keys[i]));
        }

        return keys;
    }

    private static int FirstKey(long value) => (int)(value / (InUse * LengthOnAverage)) * InUse;
}
