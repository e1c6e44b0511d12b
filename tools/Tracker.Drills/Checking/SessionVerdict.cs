using System.Text.Json.Serialization;

namespace Tracker.Drills.Checking;

/// <summary>How often each guarantee was broken, in operations: a read that breaks one twice counts once.</summary>
public sealed record Violations
{
    /// <summary>Reads that missed an earlier acknowledged write of their session.</summary>
    public int ReadYourWrites { get; init; }

    /// <summary>Reads that missed something that their session had read before.</summary>
    public int MonotonicReads { get; init; }

    /// <summary>Reads (and the final state) that show a session's later write and not its earlier one, and writes of a session in the wrong order.</summary>
    public int MonotonicWrites { get; init; }

    /// <summary>Reads (and the final state) that show a write and not what its session had read before it.</summary>
    public int WritesFollowReads { get; init; }

    [JsonIgnore]
    public int Total => ReadYourWrites + MonotonicReads + MonotonicWrites + WritesFollowReads;
}

/// <summary>What the checker says of a history.</summary>
public sealed record SessionVerdict
{
    public required int Operations { get; init; }

    public required int Reads { get; init; }

    public required int Writes { get; init; }

    /// <summary>Writes whose session was told of an error: they may be there or not.</summary>
    public required int UnknownWrites { get; init; }

    public required Violations Violations { get; init; }

    /// <summary>Acknowledged writes that are not there in the end.</summary>
    public required int Lost { get; init; }

    /// <summary>Values that are there more than once.</summary>
    public required int AppliedTwice { get; init; }

    /// <summary>The first violations, in words.</summary>
    public required IReadOnlyList<string> Examples { get; init; }
}
