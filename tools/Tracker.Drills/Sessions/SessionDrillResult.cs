using System.Diagnostics.CodeAnalysis;
using Tracker.Drills.Checking;

namespace Tracker.Drills.Sessions;

/// <summary>
/// The result of a session drill: the checker's verdict and what the sessions met. The properties are the keys of its JSON
/// output.
/// </summary>
public sealed record SessionDrillResult : SessionVerdict
{
    [SetsRequiredMembers]
    internal SessionDrillResult(SessionVerdict verdict)
        : base(verdict)
    {
    }

    /// <summary>Sessions that started over because their token could not be proven after a failover.</summary>
    public int Restarts { get; init; }

    /// <summary>Operations that failed because no replica was fresh enough and the fallback limit was reached.</summary>
    public int Refused { get; init; }

    /// <summary>Operations that no server answered within the deadline.</summary>
    public int Unavailable { get; init; }

    /// <summary>Unexpected errors by exception type.</summary>
    public IReadOnlyDictionary<string, int> Errors { get; init; } = new Dictionary<string, int>();

    /// <summary>Reads by route reason.</summary>
    public IReadOnlyDictionary<string, int> Routes { get; init; } = new Dictionary<string, int>();

    /// <summary>The injected faults and their counts.</summary>
    public IReadOnlyDictionary<string, int> Faults { get; init; } = new Dictionary<string, int>();

    /// <summary>The duration of the operations.</summary>
    public double Seconds { get; init; }

    /// <summary>The duration of the check.</summary>
    public double CheckSeconds { get; init; }

    public int Seed { get; init; }

    /// <summary>Whether the session guarantees were disabled.</summary>
    public bool WithoutGuard { get; init; }

    /// <summary>The history file, which is kept if it shows violations; null otherwise.</summary>
    public string? History { get; init; }

    /// <summary>Whether no guarantee was violated; without the guard, whether the checker found violations.</summary>
    public bool IsGood =>
        WithoutGuard ? Violations.Total > 0 : Violations.Total == 0 && Lost == 0 && AppliedTwice == 0 && Errors.Count == 0;
}
