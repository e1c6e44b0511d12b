using LocationAggregator.Stays;
using LocationAggregator.Trips;
using Tracker.Geo.Reports;

namespace LocationAggregator.Aggregation;

/// <summary>A stay and where it was: all that makes it what it is.</summary>
internal readonly record struct PlacedStay(ReportKey From, ReportKey To, double Latitude, double Longitude, int Points)
{
    public PlacedStay(StaySpan span, StayCentre centre)
        : this(span.AnchorKey, span.ClosingKey, centre.Latitude, centre.Longitude, centre.Points)
    {
    }
}

/// <summary>A stay as the log has it. Its anchor's place is not kept: a replay reads it with the report.</summary>
internal sealed record StoredStay(long Sequence, PlacedStay Stay)
{
    public StaySpan Span => new(Stay.From, Stay.Latitude, Stay.Longitude, Stay.To);

    public Stretch Stretch => new(Stay.From, Stay.To);
}

/// <summary>A trip as the log has it.</summary>
internal sealed record StoredTrip(long Sequence, Trip Trip);

/// <summary>A report that the log marks as an outlier.</summary>
internal sealed record StoredOutlier(long Sequence, Fix Fix);

/// <summary>An open window as the database has it.</summary>
internal sealed record StoredWindow(ReportKey Anchor, double Latitude, double Longitude);
