using Tracker.Geo.Fences;
namespace Tracker.Data.Fences;

/// <summary>A fence as a file or a caller defines it, with a valid shape.</summary>
/// <param name="Key">Unique; 1 to 200 characters.</param>
/// <param name="Name">For people.</param>
/// <param name="Shape">The area.</param>
/// <param name="MarginMetres">Metres of hysteresis; null for the shape's default.</param>
/// <param name="ValidFrom">Event time, UTC, from which it is valid; null if the import decides.</param>
public sealed record FenceDefinition(string Key, string Name, FenceShape Shape, double? MarginMetres = null, DateTime? ValidFrom = null)
{
    /// <summary>The longest key, in characters.</summary>
    public const int LongestKey = 200;

    /// <summary>Dwell, crossings, accuracy and hours.</summary>
    public FenceTerms Terms { get; init; } = FenceTerms.None;

    /// <summary>The keys of the trackers that it is for, in ordinal order, without repeats; null for all.</summary>
    public IReadOnlyList<string>? Trackers { get; init; }

    /// <summary>The given margin, or else the shape's default.</summary>
    public double EffectiveMarginMetres => MarginMetres ?? Shape.DefaultMarginMetres;
}
