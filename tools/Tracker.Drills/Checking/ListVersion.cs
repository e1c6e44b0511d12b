namespace Tracker.Drills.Checking;

/// <summary>What a list held when it was seen, relative to what it holds in the end.</summary>
/// <param name="Kept">So many of its first values are the first ones in the end too.</param>
/// <param name="Branch">
/// Null where these are all: the usual case. Otherwise the whole content: it ended in values that were lost, in a failover
/// to a server that did not have them, or that stand in another order in the end.
/// </param>
internal readonly record struct ListVersion(int Kept, long[]? Branch)
{
    public static ListVersion Of(long[] values, ReadOnlySpan<FinalValue> final)
    {
        int kept = 0;
        while (kept < values.Length && kept < final.Length && values[kept] == final[kept].Value)
        {
            kept++;
        }

        return new ListVersion(kept, kept == values.Length ? null : values);
    }

    /// <summary>Whether everything that the other one shows is shown here too, in its order.</summary>
    public bool Shows(ListVersion other) => other.Branch is null
        ? Kept >= other.Kept
        : Branch is not null && Branch.AsSpan().StartsWith(other.Branch);

    /// <param name="value">A value of this key.</param>
    /// <param name="position">Where it stands in the end, from 1 on; 0 where it does not.</param>
    public bool Shows(long value, int position) => (position > 0 && position <= Kept) || (Branch is not null && Branch.Contains(value));
}

/// <summary>A value in a key's final list, and the operation that wrote it.</summary>
internal readonly record struct FinalValue(long Value, int Session, int Order, bool IsAcknowledged);
