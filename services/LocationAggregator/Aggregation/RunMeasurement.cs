using LocationAggregator.History;
using LocationAggregator.Horizon;
using LocationAggregator.Stays;
using LocationAggregator.Trips;

namespace LocationAggregator.Aggregation;

/// <summary>Measures the stays and trips of a run: reading <see cref="Reads"/> feeds the reports to the builders.</summary>
internal sealed class RunMeasurement
{
    private readonly TrackerRun _run;
    private readonly List<(StaySpan Span, StayCentreBuilder Centre)> _stays = [];
    private readonly List<TripMeasure> _trips = [];
    private readonly List<SegmentRead> _reads = [];

    /// <param name="run">The run.</param>
    /// <param name="last">The tracker's last effective stay, if <see cref="TrackerRun.FollowsStoredStay"/>.</param>
    /// <param name="horizon">The tracker's state at the retention horizon; null if no report has been dropped.</param>
    /// <param name="options">How reports are weighted in the centre of a stay.</param>
    public RunMeasurement(TrackerRun run, StoredStay? last, HorizonState? horizon, StayOptions options)
    {
        _run = run;
        foreach (StaySpan span in run.Stays)
        {
            StayCentreBuilder centre = new(options, horizon?.IsUnderWay(span.Segment) == true ? horizon.Places : default);
            _stays.Add((span, centre));
            _reads.Add(SegmentRead.OfStay(run.TrackerId, span.Segment, horizon, centre.Add));
        }

        foreach (Segment segment in run.Trips(last))
        {
            TripMeasure trip = new(horizon?.DroppedPart(segment));
            _trips.Add(trip);
            _reads.Add(SegmentRead.OfTrip(run.TrackerId, segment, horizon, trip.Add));
        }
    }

    /// <summary>The segments whose reports must be read before <see cref="Change"/>.</summary>
    public IReadOnlyList<SegmentRead> Reads => _reads;

    public TrackerChange Change() => _run.Change(
        [.. _stays.Select(stay => new LocatedStay(stay.Span, stay.Centre.Build()))], [.. _trips.Select(trip => trip.Build())]);
}
