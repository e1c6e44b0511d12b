using Tracker.Geo.Reports;

namespace TrackerStatus;

/// <summary>Which report says where a tracker is: the latest by event time. Several of one moment are normal (several finders); then the finest does.</summary>
internal static class LastReport
{
    /// <summary>The one of the two that says it, whatever the order in which they came. Unknown accuracy is as the coarsest; of equally fine ones the later key counts.</summary>
    public static Fix Of(Fix one, Fix other)
    {
        int byTime = one.RecordedAt.CompareTo(other.RecordedAt);
        int byAccuracy = byTime != 0 ? byTime : Metres(other).CompareTo(Metres(one));
        return (byAccuracy != 0 ? byAccuracy : one.Key.CompareTo(other.Key)) >= 0 ? one : other;
    }

    /// <summary>The one of several.</summary>
    public static Fix Of(IEnumerable<Fix> reports) => reports.Aggregate(Of);

    private static double Metres(Fix report) => report.AccuracyMetres ?? double.PositiveInfinity;
}
