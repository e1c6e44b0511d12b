using LocationAggregator.History;
using LocationAggregator.Outliers;
using LocationAggregator.Stays;
using LocationAggregator.Tracks;
using LocationAggregator.Trips;
using Tracker.Geo.Geodesy;
using Tracker.Geo.Reports;

namespace LocationAggregator.Tests.Shard;

/// <summary>The expected results for a tracker, as text, so that differences are readable.</summary>
internal sealed record Results(IReadOnlyList<string> Stays, IReadOnlyList<string> Trips, IReadOnlyList<string> Outliers, IReadOnlyList<string> Tracks)
{
    public static Results Of(ShardState state, long trackerId) => new(
        [.. state.Stays.Of(trackerId).Select(row => row.Entry).OrderBy(stay => stay.From).Select(stay => stay.ToString())],
        [.. state.Trips.Of(trackerId).Select(row => row.Entry).OrderBy(trip => trip.From).Select(trip => trip.ToString())],
        [.. state.Outliers.Of(trackerId).Select(row => row.Entry.Key).Order().Select(key => key.ToString())],
        [.. state.Tracks.Of(trackerId).Select(row => row.Entry).OrderBy(track => track.Day).Select(Text)]);

    /// <summary>Computed by the plain rules in one pass over the sorted history.</summary>
    public static Results Sorted(Rules rules, IEnumerable<Fix> reports)
    {
        Fix[] all = [.. reports.DistinctBy(fix => fix.Key).OrderBy(fix => fix.Key)];
        OutlierRule rule = rules.Outliers;
        bool[] odd = [.. all.Select((_, i) => i > 0 && i < all.Length - 1 && rule.IsImpossible(all[i - 1], all[i]) && rule.IsImpossible(all[i], all[i + 1]))];
        Fix[] good = [.. all.Where((_, i) => !odd[i])];
        IReadOnlyList<StaySpan> spans = new StayDetector(rules.Stay).Advance(window: null, good).Stays;
        return new Results(
            [.. spans.Select(span => new LocatedStay(span, Centre(rules, good, span)).ToString())],
            [.. spans.Zip(spans.Skip(1)).Where(pair => pair.First.ClosingKey != pair.Second.AnchorKey).Select(pair => TripBetween(good, pair.First.ClosingKey, pair.Second.AnchorKey).ToString())],
            [.. all.Where((_, i) => odd[i]).Select(fix => fix.Key.ToString())],
            [.. good.GroupBy(fix => rules.Calendar.DayOf(fix.RecordedAt)).Select(day => Text(Track(rules, day.Key, [.. day])))]);
    }

    public void AssertEqual(Results other)
    {
        Assert.Equal(Outliers, other.Outliers);
        Assert.Equal(Stays, other.Stays);
        Assert.Equal(Trips, other.Trips);
        Assert.Equal(Tracks, other.Tracks);
    }

    private static StayCentre Centre(Rules rules, Fix[] good, StaySpan span)
    {
        StayCentreBuilder centre = new(rules.Stay);
        foreach (Fix fix in good.Where(fix => fix.Key >= span.AnchorKey && fix.Key < span.ClosingKey))
        {
            centre.Add(fix);
        }

        return centre.Build();
    }

    private static Trip TripBetween(Fix[] good, ReportKey from, ReportKey to)
    {
        Fix[] path = [.. good.Where(fix => fix.Key >= from && fix.Key <= to)];
        return new Trip(from, to, path[0].Latitude, path[0].Longitude, path[^1].Latitude, path[^1].Longitude, Metres(path), path.Length);
    }

    private static DayTrack Track(Rules rules, DateOnly day, Fix[] path) => new(
        day, rules.Track.TimeZone, rules.Track.ToleranceMetres, path.Length, Metres(path),
        [.. DouglasPeucker.Simplify(path, rules.Track.ToleranceMetres).Select(fix => new TrackPoint(fix.RecordedAt, fix.Latitude, fix.Longitude))]);

    private static double Metres(Fix[] path) => path.Zip(path.Skip(1)).Sum(step => Earth.DistanceMetres(
        step.First.Latitude, step.First.Longitude, step.Second.Latitude, step.Second.Longitude));

    private static string Text(DayTrack track) => $"{track.Day:O} {track.TimeZone} {track.Reports} {track.DistanceMetres:R} {string.Join(' ', track.Points)}";
}
