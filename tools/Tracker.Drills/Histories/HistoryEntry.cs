namespace Tracker.Drills.Histories;

/// <summary>One line of a history. The operations of a session stand in its order; a session that starts anew has a new number.</summary>
internal abstract record HistoryEntry
{
    /// <summary>The next list number (from 0 on) stands for this content of a key's list, which somebody saw.</summary>
    public sealed record List(int Key, long[] Values) : HistoryEntry;

    /// <summary>A session read these lists, by their numbers, in one snapshot.</summary>
    public sealed record Read(int Session, int[] Lists) : HistoryEntry;

    /// <summary>A session appended a value to a key's list.</summary>
    public sealed record Append(int Session, int Key, long Value, AppendOutcome Outcome) : HistoryEntry;

    /// <summary>A session asked and was told no: its guarantees could not be kept, or no server answered.</summary>
    public sealed record Refusal(int Session) : HistoryEntry;

    /// <summary>What a key's list held in the end, when nobody wrote any more.</summary>
    public sealed record Final(int Key, long[] Values) : HistoryEntry;
}

/// <summary>What the session was told about an append.</summary>
internal enum AppendOutcome
{
    /// <summary>It was committed.</summary>
    Acknowledged,

    /// <summary>An error: it may be there or not.</summary>
    Unknown,
}

/// <summary>The kinds of entries in a history's file.</summary>
internal enum EntryKind : byte
{
    List = 1,
    Read,
    Append,
    Refusal,
    Final,
}
