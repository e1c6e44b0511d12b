using System.Text.Json.Serialization;
using LocationAggregator.Stays;
using LocationAggregator.Trips;
using Tracker.Geo.Reports;

namespace LocationAggregator.Horizon;

/// <summary>
/// A tracker's state at the retention horizon, stored as JSON. A replay that would start before <paramref name="From"/> starts
/// there instead, from this state.
/// </summary>
/// <param name="SettledBefore">Reports before this moment, UTC, are dropped, except for the last two.</param>
/// <param name="From">The last report before that moment. The state is the one before this report.</param>
/// <param name="IsArrivalImpossible">Whether the leg from the previous report to <paramref name="From"/> is impossible.</param>
/// <param name="Window">The window open at that time; null if <paramref name="From"/> is the tracker's first report.</param>
/// <param name="Places">The sum over the window's reports.</param>
/// <param name="Trip">The trip under way since the last stay; null if there is no stay yet.</param>
internal sealed record HorizonState(
    DateTime SettledBefore,
    ReportKey From,
    [property: JsonPropertyName("CameImpossibly")] bool IsArrivalImpossible,
    StayWindow? Window,
    WeightedPointSum Places,
    HorizonTrip? Trip)
{
    /// <summary>Whether this stay was under way at the horizon.</summary>
    public bool IsUnderWay(Segment stay) => stay.From < From && stay.From == Window?.Anchor;

    /// <summary>The part of a trip whose reports have been dropped; null if the trip was not under way at the horizon.</summary>
    public Trip? DroppedPart(Segment trip)
    {
        if (!(trip.From < From) || trip.From != Trip?.ToLast.From)
        {
            return null;
        }

        return trip.To < From ? Trip.ToAnchor : Trip.ToLast;
    }
}

/// <summary>A trip under way. It ends at the open window's anchor if the window becomes a stay; otherwise it continues.</summary>
/// <param name="ToAnchor">The trip up to the window's first report.</param>
/// <param name="ToLast">The trip up to the window's last report.</param>
internal sealed record HorizonTrip(Trip ToAnchor, Trip ToLast);
