namespace Tracker.Drills.Histories;

/// <summary>An entry of a history. The operations of a session are in order. A session that starts over gets a new number.</summary>
internal abstract record HistoryEntry
{
    /// <summary>Assigns the next list number (starting at 0) to a content of a key's list that was read.</summary>
    public sealed record List(int Key, long[] Values) : HistoryEntry;

    /// <summary>A session read lists, given by number, in one snapshot.</summary>
    public sealed record Read(int Session, int[] Lists) : HistoryEntry;

    /// <summary>A session appended a value to a key's list.</summary>
    public sealed record Append(int Session, int Key, long Value, AppendOutcome Outcome) : HistoryEntry;

    /// <summary>An operation failed because the guarantees could not be met or no server answered.</summary>
    public sealed record Refusal(int Session) : HistoryEntry;

    /// <summary>The final content of a key's list, after all writes.</summary>
    public sealed record Final(int Key, long[] Values) : HistoryEntry;
}

/// <summary>The outcome of an append as reported to the session.</summary>
internal enum AppendOutcome
{
    /// <summary>Committed.</summary>
    Acknowledged,

    /// <summary>Failed with an error; the append may or may not be applied.</summary>
    Unknown,
}

/// <summary>The kinds of entries in a history file.</summary>
internal enum EntryKind : byte
{
    List = 1,
    Read,
    Append,
    Refusal,
    Final,
}
