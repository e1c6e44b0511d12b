using LocationAggregator.Stays;
using LocationAggregator.Trips;
using Tracker.Geo.Reports;

namespace LocationAggregator.History;

/// <summary>A stay with its centre: everything that identifies it in the log.</summary>
internal readonly record struct LocatedStay(ReportKey From, ReportKey To, double Latitude, double Longitude, int Points)
{
    public LocatedStay(StaySpan span, StayCentre centre)
        : this(span.AnchorKey, span.ClosingKey, centre.Latitude, centre.Longitude, centre.Points)
    {
    }
}

/// <summary>A stay in the log. The log does not store the coordinates of the anchor; a replay reads them with the report.</summary>
internal sealed record StoredStay(long Sequence, LocatedStay Stay)
{
    public StaySpan Span => new(Stay.From, Stay.Latitude, Stay.Longitude, Stay.To);

    public Segment Segment => new(Stay.From, Stay.To);
}

/// <summary>A trip in the log.</summary>
internal sealed record StoredTrip(long Sequence, Trip Trip);

/// <summary>An outlier in the log.</summary>
internal sealed record StoredOutlier(long Sequence, Fix Fix);

/// <summary>An open window in the database.</summary>
internal sealed record StoredWindow(ReportKey Anchor, double Latitude, double Longitude);
