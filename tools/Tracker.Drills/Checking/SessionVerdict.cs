using System.Text.Json.Serialization;

namespace Tracker.Drills.Checking;

/// <summary>The number of operations that violate each guarantee. A read that violates a guarantee twice counts once.</summary>
public sealed record Violations
{
    /// <summary>Reads that miss an earlier acknowledged write of their session.</summary>
    public int ReadYourWrites { get; init; }

    /// <summary>Reads that miss data that their session had read before.</summary>
    public int MonotonicReads { get; init; }

    /// <summary>Reads (and final lists) that show a later write of a session but not an earlier one, or both in the wrong order.</summary>
    public int MonotonicWrites { get; init; }

    /// <summary>Reads (and final lists) that show a write but not the data that its session had read before it.</summary>
    public int WritesFollowReads { get; init; }

    [JsonIgnore]
    public int Total => ReadYourWrites + MonotonicReads + MonotonicWrites + WritesFollowReads;
}

/// <summary>The checker's verdict on a history.</summary>
public record SessionVerdict
{
    public required int Operations { get; init; }

    public required int Reads { get; init; }

    public required int Writes { get; init; }

    /// <summary>Writes that returned an error, so that their outcome is unknown to the session.</summary>
    public required int UnknownWrites { get; init; }

    public required Violations Violations { get; init; }

    /// <summary>Acknowledged writes that are missing from the final state.</summary>
    public required int Lost { get; init; }

    /// <summary>Writes that are in the final state more than once.</summary>
    public required int AppliedTwice { get; init; }

    /// <summary>Descriptions of the first violations.</summary>
    public required IReadOnlyList<string> Examples { get; init; }
}
