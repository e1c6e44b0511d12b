using Tracker.Geo.Reports;

namespace TrackerStatus.Timeline;

/// <summary>Computes the timeline of a long interval page by page. Each step depends only on two neighbouring reports.</summary>
internal static class ActivityHistory
{
    private const int ReportsPerPage = 1_000;

    /// <summary>Computes the transitions from the previous report through the last one.</summary>
    /// <param name="store">The reports.</param>
    /// <param name="trackerId">The tracker.</param>
    /// <param name="previous">The event time before the first report; null if it is the tracker's first.</param>
    /// <param name="from">The first report.</param>
    /// <param name="through">The last report.</param>
    /// <param name="inactiveAfter">The threshold.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async Task<List<StatusTransition>> BetweenAsync(
        IStatusStore store, long trackerId, DateTime? previous, ReportKey from, ReportKey through, TimeSpan inactiveAfter, CancellationToken cancellationToken)
    {
        List<StatusTransition> transitions = [];
        DateTime? seen = previous;
        ReportKey next = from;
        while (true)
        {
            IReadOnlyList<Fix> page = await store.PageAsync(trackerId, next, ReportsPerPage, cancellationToken);
            DateTime[] times = [.. page.Where(fix => fix.Key <= through).Select(fix => fix.RecordedAt)];
            transitions.AddRange(StatusTimeline.Between(seen, times, next: null, inactiveAfter));
            if (times.Length < ReportsPerPage)
            {
                return transitions;
            }

            seen = times[^1];
            next = page[^1].Key.Next();
        }
    }
}
