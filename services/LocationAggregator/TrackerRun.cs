using LocationAggregator.Stays;
using Tracker.Data.Pipeline;
using Tracker.Data.Reports;

namespace LocationAggregator;

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
}

/// <summary>An open window as the database has it.</summary>
internal sealed record StoredWindow(ReportKey Anchor, double Latitude, double Longitude);

/// <summary>What a batch makes of one tracker, before its stays are placed.</summary>
/// <param name="TrackerId">Who.</param>
/// <param name="Before">The open window before.</param>
/// <param name="After">The open window after.</param>
/// <param name="Stays">Stays found, the replayed ones among them.</param>
/// <param name="Replayed">Effective stays that the replay has found again or not.</param>
internal sealed record TrackerRun(
    long TrackerId, StayWindow? Before, StayWindow? After, IReadOnlyList<StaySpan> Stays, IReadOnlyList<StoredStay> Replayed)
{
    public StayChange Change(IReadOnlyList<PlacedStay> placed)
    {
        LogChange<StoredStay, PlacedStay> change = LogDiff.Between(Replayed, placed, stored => stored.Stay, stay => stay);
        // Written only when the anchor moves: a parked tracker's reports change nothing.
        StayWindow? moved = After is { } open && open.Anchor != Before?.Anchor ? open : null;
        return new StayChange(TrackerId, change.Superseded, change.Added, moved);
    }
}

/// <summary>What is written of one tracker.</summary>
internal sealed record StayChange(long TrackerId, IReadOnlyList<StoredStay> Superseded, IReadOnlyList<PlacedStay> Added, StayWindow? Window);
