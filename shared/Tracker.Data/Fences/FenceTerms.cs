using Tracker.Geo.Fences;
namespace Tracker.Data.Fences;

/// <summary>What a fence asks for beside its area and margin; part of its versions, so a change of them is judged like one of the area.</summary>
public sealed record FenceTerms
{
    /// <summary>The longest time of a dwell event.</summary>
    public static readonly TimeSpan LongestDwell = TimeSpan.FromDays(3_650);

    /// <summary>Enter and exit events, of every report that is fine enough for the service, at all hours.</summary>
    public static FenceTerms None { get; } = new();

    /// <summary>A dwell event once a tracker has been inside for so long by event time; null for none.</summary>
    public TimeSpan? Dwell { get; init; }

    /// <summary>A cross event where the way between two reports passes through and neither is inside.</summary>
    public bool Crossings { get; init; }

    /// <summary>Metres. Coarser reports change nothing here; null, or more than the service's own cap: that one counts.</summary>
    public double? AccuracyCapMetres { get; init; }

    /// <summary>When the fence counts; null for always.</summary>
    public ActiveHours? Hours { get; init; }

    /// <summary>Whether a tracker that stays within is delivered (TrackerStatus).</summary>
    public bool Delivery { get; init; }

    /// <summary>The terms where they make sense.</summary>
    /// <exception cref="InvalidFenceException">They do not; the message says which and why.</exception>
    public FenceTerms Checked() =>
        Dwell is { } dwell && (dwell <= TimeSpan.Zero || dwell > LongestDwell)
            ? throw new InvalidFenceException($"dwell is {dwell}: it must be more than 0 and at most {LongestDwell.TotalDays:F0} days")
        : AccuracyCapMetres is { } cap && !(cap > 0 && double.IsFinite(cap))
            ? throw new InvalidFenceException($"accuracy_cap_m is {cap:R}: it must be more than 0 metres")
        : this;
}
