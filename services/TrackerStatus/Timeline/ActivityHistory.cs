using Tracker.Geo.Reports;

namespace TrackerStatus.Timeline;

/// <summary>The time line of a long stretch, page by page: each step depends on its two neighbours only.</summary>
internal static class ActivityHistory
{
    private const int ReportsPerPage = 1_000;

    /// <summary>The transitions of the reports from a key through another, and up to them from the report before.</summary>
    /// <param name="store">The reports.</param>
    /// <param name="trackerId">Whose.</param>
    /// <param name="previous">The event time before the first; null where it begins the tracker's history.</param>
    /// <param name="from">The first report.</param>
    /// <param name="through">The last one.</param>
    /// <param name="inactiveAfter">The threshold.</param>
    /// <param name="cancellationToken">Gives up.</param>
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
