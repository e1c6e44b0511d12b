using LocationAggregator.Stays;
using LocationAggregator.Trips;
using Tracker.Geo.Reports;

namespace LocationAggregator.Horizon;

/// <summary>A tracker's state where its earlier reports are gone: a replay that would begin before <paramref name="From"/> begins there, with this.</summary>
/// <param name="SettledBefore">Reports before this moment, UTC, are gone, but for the two last ones.</param>
/// <param name="From">The last report before it: the state is that before this report.</param>
/// <param name="CameImpossibly">Whether no way led there from the report before.</param>
/// <param name="Window">The window open then; null where it is the tracker's first report.</param>
/// <param name="Places">Of the window's reports.</param>
/// <param name="Trip">The trip under way since the last stay; null where there was none.</param>
internal sealed record HorizonState(DateTime SettledBefore, ReportKey From, bool CameImpossibly, StayWindow? Window, PlaceSum Places, HorizonTrip? Trip)
{
    /// <summary>Whether a stay is the one that was under way.</summary>
    public bool Began(Stretch stay) => stay.From < From && stay.From == Window?.Anchor;

    /// <summary>What is gone of a trip; null where it is another than the one that was under way.</summary>
    public Trip? Gone(Stretch trip) => !(trip.From < From) || trip.From != Trip?.ToLast.From ? null
        : trip.To < From ? Trip.ToAnchor
        : Trip.ToLast;
}

/// <summary>A trip under way. It ends where the open window began, once that is a stay; else it goes on.</summary>
/// <param name="ToAnchor">As far as the window's first report.</param>
/// <param name="ToLast">As far as its last one.</param>
internal sealed record HorizonTrip(Trip ToAnchor, Trip ToLast);
