using LocationAggregator.Stays;
using LocationAggregator.Trips;
using Tracker.Data.OutputLogs;
using Tracker.Geo.Reports;

namespace LocationAggregator.Aggregation;

/// <summary>What was done again because of changes in the past: what it gives, and what the logs have of that stretch.</summary>
/// <param name="Stays">The stays found.</param>
/// <param name="Outliers">The outliers found.</param>
/// <param name="StoredStays">Effective stays of the stretch.</param>
/// <param name="StoredTrips">Effective trips between the stays of the stretch and to its neighbours.</param>
/// <param name="StoredOutliers">Marked outliers of the stretch.</param>
/// <param name="Previous">The last stay before the stretch.</param>
/// <param name="Following">The first stay after it; null where there is none.</param>
internal sealed record RedoneStretch(
    IReadOnlyList<StaySpan> Stays,
    IReadOnlyList<Fix> Outliers,
    IReadOnlyList<StoredStay> StoredStays,
    IReadOnlyList<StoredTrip> StoredTrips,
    IReadOnlyList<StoredOutlier> StoredOutliers,
    StoredStay? Previous,
    StoredStay? Following);

/// <summary>What a batch makes of one tracker, before its stays are placed and its trips are measured.</summary>
/// <param name="TrackerId">Who.</param>
/// <param name="Before">The open window before.</param>
/// <param name="After">The open window after.</param>
/// <param name="Redone">What changes in the past have made to be done again; null where the past stands.</param>
/// <param name="Ahead">The stays found beyond that.</param>
/// <param name="Outliers">The outliers found beyond that.</param>
/// <param name="Days">Days whose track is another now.</param>
internal sealed record TrackerRun(
    long TrackerId,
    StayWindow? Before,
    StayWindow? After,
    RedoneStretch? Redone,
    IReadOnlyList<StaySpan> Ahead,
    IReadOnlyList<Fix> Outliers,
    IReadOnlyCollection<DateOnly> Days)
{
    /// <summary>Whether the stay after which the new ones come has to be looked up.</summary>
    public bool FollowsStoredStay => Ahead.Count > 0 && Redone is null or { Following: not null };

    /// <summary>The stays to place, in order.</summary>
    public IReadOnlyList<StaySpan> Stays => [.. Redone?.Stays ?? [], .. Ahead];

    /// <summary>The trips to measure.</summary>
    /// <param name="last">The tracker's last effective stay, where <see cref="FollowsStoredStay"/> asks for it.</param>
    public IReadOnlyList<Stretch> Trips(StoredStay? last)
    {
        Stretch[] ahead = [.. Ahead.Select(stay => stay.Stretch)];
        if (Redone is null)
        {
            return [.. Stretch.Between([.. Some(last), .. ahead])];
        }

        Stretch[] again = [.. Some(Redone.Previous), .. Redone.Stays.Select(stay => stay.Stretch)];
        return Redone.Following is null
            ? [.. Stretch.Between([.. again, .. ahead])]
            : [.. Stretch.Between([.. again, Redone.Following.Stretch]), .. Stretch.Between([.. Some(last), .. ahead])];
    }

    /// <summary>What of it is to be written.</summary>
    public TrackerChange Change(IReadOnlyList<PlacedStay> stays, IReadOnlyList<Trip> trips) => new(
        TrackerId,
        LogDiff.Between(Redone?.StoredStays ?? [], stays, stored => stored.Stay, stay => stay),
        LogDiff.Between(Redone?.StoredTrips ?? [], trips, stored => stored.Trip, trip => trip),
        LogDiff.Between(Redone?.StoredOutliers ?? [], [.. Redone?.Outliers ?? [], .. Outliers], stored => stored.Fix.Key, outlier => outlier.Key),
        // Written only when the anchor moves: a parked tracker's reports change nothing.
        After is { } open && open.Anchor != Before?.Anchor ? open : null,
        Days);

    private static Stretch[] Some(StoredStay? stay) => stay is null ? [] : [stay.Stretch];
}

/// <summary>What is written of one tracker.</summary>
internal sealed record TrackerChange(
    long TrackerId,
    LogChange<StoredStay, PlacedStay> Stays,
    LogChange<StoredTrip, Trip> Trips,
    LogChange<StoredOutlier, Fix> Outliers,
    StayWindow? Window,
    IReadOnlyCollection<DateOnly> Days);
