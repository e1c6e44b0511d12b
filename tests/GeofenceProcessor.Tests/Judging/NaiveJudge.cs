using GeofenceProcessor.Judging;
using Tracker.Data.Fences;
using Tracker.Geo.Fences;
using Tracker.Geo.Geodesy;
using Tracker.Geo.Reports;

namespace GeofenceProcessor.Tests.Judging;

/// <summary>The rules in their simplest form: every fence at every moment, without an index or prepared geometry.</summary>
internal static class NaiveJudge
{
    public static List<FenceEvent> Events(
        IReadOnlyList<FenceVersion> versions, IEnumerable<Fix> reports, double accuracyCap, DateTime judgingLimit)
    {
        List<Fix> deciding = [.. reports.DistinctBy(fix => fix.Key).Where(fix => !(fix.AccuracyMetres > accuracyCap)).OrderBy(fix => fix.Key)];
        List<(DateTime At, Fix? Report)> moments =
        [
            .. versions.SelectMany(version => new[] { version.ValidFrom, version.ValidTo }).Distinct().Select(at => (at, (Fix?)null)),
            .. deciding.Select(fix => (fix.RecordedAt, (Fix?)fix)),
        ];
        Dictionary<string, (DateTime Since, bool Dwelt)> inside = [];
        List<FenceEvent> events = [];

        // Only the visits know when dwells are due, so every moment is tried at which one could be.
        moments.AddRange(moments.ToList()
            .SelectMany(moment => versions.Where(version => version.Terms.Dwell is not null).Select(version => (Moment: moment.At, Dwell: version.Terms.Dwell!.Value)))
            .Where(due => due.Moment > FenceVersion.Always.From && due.Moment < FenceVersion.Always.To - due.Dwell)
            .Select(due => (due.Moment + due.Dwell, (Fix?)null)));
        foreach ((DateTime at, Fix? report) in moments.Distinct().OrderBy(moment => moment.At).ThenBy(moment => moment.Report?.Key.Fingerprint))
        {
            int before = deciding.FindLastIndex(fix => report is { } own ? fix.Key < own.Key : fix.RecordedAt < at);
            if (report is null && (before < 0 || at > judgingLimit && at > deciding[^1].RecordedAt))
            {
                continue;
            }

            Fix position = report ?? deciding[before];
            List<FenceEvent> crosses = [];
            List<FenceEvent> enters = [];
            List<FenceEvent> dwells = [];
            foreach (IGrouping<string, FenceVersion> fence in versions.GroupBy(version => version.Key).OrderBy(fence => fence.Key, StringComparer.Ordinal))
            {
                FenceVersion? valid = fence.SingleOrDefault(version => version.ValidFrom <= at && at < version.ValidTo);
                FenceVersion? ended = fence.SingleOrDefault(version => version.ValidTo == at);
                FenceVersion? counts = valid?.TrackerIds?.Contains(1) == false ? null : valid;
                bool decides = !(position.AccuracyMetres > counts?.Terms.AccuracyCapMetres);
                if (inside.TryGetValue(fence.Key, out (DateTime Since, bool Dwelt) visit))
                {
                    double slack = (counts?.MarginMetres ?? 0) + (position.AccuracyMetres ?? 0);
                    bool changes = report is not null || valid?.ValidFrom == at || ended is not null;
                    if (counts is null || (changes && decides && DistanceOutside(counts.Shape, position) > slack))
                    {
                        inside.Remove(fence.Key);
                        events.Add(new FenceEvent(
                            fence.First().FenceId, (valid ?? ended)!.Version, FenceEventType.Exit, at, report?.Key.Fingerprint, Initial: false,
                            counts is null ? FenceEventReason.FenceEnded : report is null ? FenceEventReason.FenceChanged : FenceEventReason.Report, visit.Since));
                    }
                    else if (report is null && !visit.Dwelt && counts.Terms.Dwell is { } dwell && at - visit.Since >= dwell)
                    {
                        inside[fence.Key] = (visit.Since, true);
                        dwells.Add(new FenceEvent(counts.FenceId, counts.Version, FenceEventType.Dwell, at, null, Initial: false, FenceEventReason.Report, visit.Since));
                    }
                }
                else if (counts is not null && decides && Contains(counts.Shape, position) && (report is not null || counts.ValidFrom == at))
                {
                    enters.Add(new FenceEvent(
                        counts.FenceId, counts.Version, FenceEventType.Enter, at, report?.Key.Fingerprint,
                        Initial: report is null || report == deciding[0],
                        report is not null ? FenceEventReason.Report : ended is null ? FenceEventReason.FenceBegan : FenceEventReason.FenceChanged, at));
                    inside.Add(fence.Key, (at, false));
                }
                else if (counts is { Terms.Crossings: true } && decides && report is not null && before >= 0
                    && !(deciding[before].AccuracyMetres > counts.Terms.AccuracyCapMetres) && PassesThrough(counts.Shape, deciding[before], position))
                {
                    crosses.Add(new FenceEvent(counts.FenceId, counts.Version, FenceEventType.Cross, at, report.Value.Key.Fingerprint, Initial: false, FenceEventReason.Report, at));
                }
            }

            events.AddRange([.. crosses, .. enters, .. dwells]);
        }

        return events;
    }

    // In steps of a few metres: the legs in the tests are at most a kilometre long.
    private static bool PassesThrough(FenceShape shape, Fix from, Fix to) =>
        !Contains(shape, from) && !Contains(shape, to)
        && Enumerable.Range(0, 501).Any(i => Contains(shape, to with
        {
            Latitude = from.Latitude + ((to.Latitude - from.Latitude) * i / 500),
            Longitude = from.Longitude + ((to.Longitude - from.Longitude) * i / 500),
        }));

    // Without the distance to a border, which takes a walk along it.
    private static bool Contains(FenceShape shape, Fix at) => shape is PolygonShape polygons
        ? polygons.Polygons.Any(polygon => Contains(polygon, at.Longitude, at.Latitude))
        : DistanceOutside(shape, at) <= 0;

    /// <summary>Metres to the area; 0 inside and on the border.</summary>
    public static double DistanceOutside(FenceShape shape, Fix at) => shape switch
    {
        CircleShape circle => Math.Max(0, Earth.DistanceMetres(circle.Latitude, circle.Longitude, at.Latitude, at.Longitude) - circle.RadiusMetres),
        PolygonShape polygons => polygons.Polygons.Min(polygon => DistanceOutside(polygon, at)),
        _ => throw new ArgumentOutOfRangeException(nameof(shape)),
    };

    public static bool Contains(FencePolygon polygon, double x, double y)
    {
        bool inside = false;
        foreach (FencePoint[] ring in polygon.Rings)
        {
            foreach ((FencePoint a, FencePoint b) in ring.Zip(ring.Skip(1)))
            {
                double turn = ((b.Longitude - a.Longitude) * (y - a.Latitude)) - ((b.Latitude - a.Latitude) * (x - a.Longitude));
                bool between = Math.Min(a.Longitude, b.Longitude) <= x && x <= Math.Max(a.Longitude, b.Longitude)
                    && Math.Min(a.Latitude, b.Latitude) <= y && y <= Math.Max(a.Latitude, b.Latitude);
                if (turn == 0 && between)
                {
                    return true;
                }

                inside ^= a.Latitude > y != b.Latitude > y
                    && x < ((b.Longitude - a.Longitude) * (y - a.Latitude) / (b.Latitude - a.Latitude)) + a.Longitude;
            }
        }

        return inside;
    }

    // Along each edge in steps that include its midpoint, where the test points lie.
    private static double DistanceOutside(FencePolygon polygon, Fix at) => Contains(polygon, at.Longitude, at.Latitude)
        ? 0
        : polygon.Rings.SelectMany(ring => ring.Zip(ring.Skip(1)))
            .Min(edge => Enumerable.Range(0, 201).Min(i => Earth.DistanceMetres(
                at.Latitude, at.Longitude,
                edge.First.Latitude + ((edge.Second.Latitude - edge.First.Latitude) * i / 200),
                edge.First.Longitude + ((edge.Second.Longitude - edge.First.Longitude) * i / 200))));
}
