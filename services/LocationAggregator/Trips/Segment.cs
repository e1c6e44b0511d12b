using Tracker.Geo.Reports;

namespace LocationAggregator.Trips;

/// <summary>A segment of a tracker's timeline, from one report to another: that of a stay, or of a trip that is not measured yet.</summary>
internal readonly record struct Segment(ReportKey From, ReportKey To)
{
    /// <summary>
    /// The segments between consecutive stays. There is none where a stay begins at the report that closed the previous
    /// one.
    /// </summary>
    public static IEnumerable<Segment> Between(IReadOnlyList<Segment> stays) => stays
        .Zip(stays.Skip(1), (stay, next) => new Segment(stay.To, next.From))
        .Where(between => between.From < between.To);
}
