namespace Tracker.Drills.Sessions;

/// <summary>
/// Assigns values to lists. A few dozen lists are in use at a time, so that a read of some of them meets the writes of many
/// sessions. New lists replace them over time, so that no list grows long.
/// </summary>
internal sealed class ListKeys
{
    private const int ListsInUse = 48;
    private const int AverageLength = 24;

    private long _value;

    /// <summary>A unique value and the key of its list.</summary>
    public (int Key, long Value) Next(Random random)
    {
        long value = Interlocked.Increment(ref _value);
        return (FirstKey(value) + random.Next(ListsInUse), value);
    }

    /// <summary>Keys of distinct lists among those in use.</summary>
    public int[] Some(Random random, int count)
    {
        int first = FirstKey(Interlocked.Read(ref _value));
        int[] keys = new int[count];
        for (int i = 0; i < count; i++)
        {
            do
            {
                keys[i] = first + random.Next(ListsInUse);
            }
            while (keys.AsSpan(0, i).Contains(keys[i]));
        }

        return keys;
    }

    private static int FirstKey(long value) => (int)(value / (ListsInUse * AverageLength)) * ListsInUse;
}
