using Tracker.Geo.Fences;
namespace Tracker.Data.Fences;

/// <summary>
/// What a fence was during a stretch of event time. Versions of one fence do not overlap; there may be gaps. A fence that
/// is ended, moved or reshaped gets an end here and perhaps a next version: none is ever removed.
/// </summary>
/// <param name="FenceId">The fence in the database.</param>
/// <param name="Key">The fence's name for people and files, unique; events of one moment are in its ordinal order.</param>
/// <param name="Version">Counts from 1 within a fence.</param>
/// <param name="ValidFrom">Event time, UTC, inclusive; <see cref="Always"/>'s start where it has none.</param>
/// <param name="ValidTo">Event time, UTC, exclusive; <see cref="Always"/>'s end where it is open.</param>
/// <param name="Shape">The area.</param>
/// <param name="MarginMetres">Metres outside up to which a tracker that was inside still is (hysteresis); 0 for none.</param>
public sealed record FenceVersion(
    long FenceId, string Key, int Version, DateTime ValidFrom, DateTime ValidTo, FenceShape Shape, double MarginMetres)
{
    /// <summary>Dwell, crossings, accuracy and hours.</summary>
    public FenceTerms Terms { get; init; } = FenceTerms.None;

    /// <summary>The trackers that it is for, by their ids; null for all.</summary>
    public IReadOnlySet<long>? TrackerIds { get; init; }

    /// <summary>The bounds of a version without bounds; PostgreSQL stores them as <c>-infinity</c> and <c>infinity</c>.</summary>
    public static (DateTime From, DateTime To) Always { get; } =
        (DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc), DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc));

    /// <summary>Whether reports of this event time are judged by this version.</summary>
    public bool IsValidAt(DateTime recordedAt) => ValidFrom <= recordedAt && recordedAt < ValidTo;
}
