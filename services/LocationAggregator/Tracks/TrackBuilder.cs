using LocationAggregator.History;
using LocationAggregator.Outliers;
using LocationAggregator.Trips;
using Tracker.Geo.Reports;

namespace LocationAggregator.Tracks;

/// <summary>Builds the track of a tracker's day from its reports.</summary>
internal sealed class TrackBuilder(TrackOptions options, DayCalendar calendar, OutlierRule rule)
{
    private const int ReportsPerPage = 5_000;

    /// <summary>Builds the track; null if the day has no report.</summary>
    public async Task<DayTrack?> BuildAsync(IAggregateStore store, long trackerId, DateOnly day, CancellationToken cancellationToken)
    {
        List<Fix> good = await ReportsAsync(store, trackerId, day, cancellationToken);
        if (good.Count == 0)
        {
            return null;
        }

        TripMeasure measure = new();
        good.ForEach(measure.Add);
        TrackPoint[] points = [.. DouglasPeucker.Simplify(good, options.ToleranceMetres).Select(fix => new TrackPoint(fix.RecordedAt, fix.Latitude, fix.Longitude))];
        return new DayTrack(day, calendar.TimeZone, options.ToleranceMetres, good.Count, measure.Build().DistanceMetres, points);
    }

    // Reads the day's reports without the outliers. The first and the last report are judged by their neighbours on other days.
    private async Task<List<Fix>> ReportsAsync(IAggregateStore store, long trackerId, DateOnly day, CancellationToken cancellationToken)
    {
        ReportKey from = new(calendar.StartOf(day), long.MinValue);
        ReportKey end = new(calendar.EndOf(day), long.MinValue);
        IReadOnlyDictionary<long, Fix> before = await store.BeforeAsync(new Dictionary<long, ReportKey> { [trackerId] = from }, cancellationToken);
        SpikeFilter filter = new(rule, before.TryGetValue(trackerId, out Fix previous) ? previous : null);
        List<Fix> good = [];
        while (true)
        {
            IReadOnlyList<Fix> page = await store.PageAsync(trackerId, from, ReportsPerPage, cancellationToken);
            foreach (Fix report in page)
            {
                if (filter.Push(report) is { IsOutlier: false } judged)
                {
                    good.Add(judged.Fix);
                }

                if (report.Key >= end)
                {
                    return good;
                }
            }

            if (page.Count < ReportsPerPage)
            {
                return filter.Finish() is { } last ? [.. good, last] : good;
            }

            from = page[^1].Key.Next();
        }
    }
}
