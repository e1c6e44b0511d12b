using Tracker.Geo.Reports;

namespace LocationAggregator.Trips;

/// <summary>A stretch of a tracker's time line, from one report to another: a stay's, or that of a trip before it is measured.</summary>
internal readonly record struct Stretch(ReportKey From, ReportKey To)
{
    /// <summary>What lies between neighbours of consecutive stays; nothing where one stay's end is the next one's beginning.</summary>
    public static IEnumerable<Stretch> Between(IReadOnlyList<Stretch> stays) => stays
        .Zip(stays.Skip(1), (stay, next) => new Stretch(stay.To, next.From))
        .Where(between => between.From < between.To);
}
