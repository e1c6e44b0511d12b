namespace Tracker.Drills.Checking;

/// <summary>The content of a list when it was read, relative to its final content.</summary>
/// <param name="Kept">The length of the common prefix with the final list.</param>
/// <param name="Branch">
/// Null if the common prefix is the whole content, which is the usual case. Otherwise the whole content: it contains values
/// that were lost in a failover or that are in a different order in the final list.
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

    /// <summary>Whether this version contains the other one as a prefix.</summary>
    public bool Shows(ListVersion other) => other.Branch is null
        ? Kept >= other.Kept
        : Branch is not null && Branch.AsSpan().StartsWith(other.Branch);

    /// <param name="value">A value of this key.</param>
    /// <param name="position">Its position in the final list, starting at 1; 0 if missing.</param>
    public bool Shows(long value, int position) => (position > 0 && position <= Kept) || (Branch is not null && Branch.Contains(value));
}

/// <summary>A value in a final list, and the operation that wrote it.</summary>
internal readonly record struct FinalValue(long Value, int Session, int Order, bool IsAcknowledged);
