using Tracker.Geo.Fences;
namespace Tracker.Data.Fences;

/// <summary>
/// A fence during a span of event time. Versions of one fence do not overlap; there may be gaps. Ending, moving or reshaping a
/// fence closes a version and may add another; none is ever removed.
/// </summary>
/// <param name="FenceId">The fence in the database.</param>
/// <param name="Key">The fence's unique name for people and files; events of one moment are in its ordinal order.</param>
/// <param name="Version">Counts from 1 within a fence.</param>
/// <param name="ValidFrom">Event time, UTC, inclusive; <see cref="Always"/>'s start where it has none.</param>
/// <param name="ValidTo">Event time, UTC, exclusive; <see cref="Always"/>'s end where it is open.</param>
/// <param name="Shape">The area.</param>
/// <param name="MarginMetres">Hysteresis: a tracker that was inside stays inside up to this distance, in metres; 0 for none.</param>
public sealed record FenceVersion(
    long FenceId, string Key, int Version, DateTime ValidFrom, DateTime ValidTo, FenceShape Shape, double MarginMetres)
{
    /// <summary>Dwell, crossings, accuracy and hours.</summary>
    public FenceTerms Terms { get; init; } = FenceTerms.None;

    /// <summary>The trackers that it is for, by their ids; null for all.</summary>
    public IReadOnlySet<long>? TrackerIds { get; init; }

    /// <summary>The bounds of a version that is always valid; PostgreSQL stores them as <c>-infinity</c> and <c>infinity</c>.</summary>
    public static (DateTime From, DateTime To) Always { get; } =
        (DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc), DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc));

    /// <summary>Whether reports of this event time are judged by this version.</summary>
    public bool IsValidAt(DateTime recordedAt) => ValidFrom <= recordedAt && recordedAt < ValidTo;
}
