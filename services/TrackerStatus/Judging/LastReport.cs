using Tracker.Geo.Reports;

namespace TrackerStatus.Judging;

/// <summary>
/// Selects the report that determines where a tracker is: the latest by event time, and the most accurate of several at the
/// same moment, which are normal because several finders report.
/// </summary>
internal static class LastReport
{
    /// <summary>
    /// Selects one of two reports, regardless of their order. An unknown accuracy counts as the worst; if accuracies are
    /// equal, the greater key wins.
    /// </summary>
    public static Fix Of(Fix one, Fix other)
    {
        int byTime = one.RecordedAt.CompareTo(other.RecordedAt);
        int byAccuracy = byTime != 0 ? byTime : Metres(other).CompareTo(Metres(one));
        return (byAccuracy != 0 ? byAccuracy : one.Key.CompareTo(other.Key)) >= 0 ? one : other;
    }

    /// <summary>Selects one of several reports.</summary>
    public static Fix Of(IEnumerable<Fix> reports) => reports.Aggregate(Of);

    private static double Metres(Fix report) => report.AccuracyMetres ?? double.PositiveInfinity;
}
