using Tracker.Geo.Fences;
namespace Tracker.Data.Fences;

/// <summary>
/// The terms of a fence beside its area and margin. They belong to its versions, so a change of terms is judged like a change of the
/// area.
/// </summary>
public sealed record FenceTerms
{
    /// <summary>The longest time of a dwell event.</summary>
    public static readonly TimeSpan LongestDwell = TimeSpan.FromDays(3_650);

    /// <summary>Enter and exit events at all hours, with the service's accuracy cap.</summary>
    public static FenceTerms None { get; } = new();

    /// <summary>How long, by event time, a tracker has to be inside for a dwell event; null for none.</summary>
    public TimeSpan? Dwell { get; init; }

    /// <summary>Whether there is a cross event if the segment between two reports passes through the fence and neither is inside.</summary>
    public bool Crossings { get; init; }

    /// <summary>Metres. Coarser reports change nothing; the service's own cap applies if it is lower, or if this is null.</summary>
    public double? AccuracyCapMetres { get; init; }

    /// <summary>When the fence counts; null for always.</summary>
    public ActiveHours? Hours { get; init; }

    /// <summary>Whether a tracker that stays within is delivered (TrackerStatus).</summary>
    public bool Delivery { get; init; }

    /// <summary>These terms, if they are valid.</summary>
    /// <exception cref="InvalidFenceException">They are not valid; the message says which and why.</exception>
    public FenceTerms Checked() =>
        Dwell is { } dwell && (dwell <= TimeSpan.Zero || dwell > LongestDwell)
            ? throw new InvalidFenceException($"dwell is {dwell}: it must be more than 0 and at most {LongestDwell.TotalDays:F0} days")
        : AccuracyCapMetres is { } cap && !(cap > 0 && double.IsFinite(cap))
            ? throw new InvalidFenceException($"accuracy_cap_m is {cap:R}: it must be more than 0 metres")
        : this;
}
