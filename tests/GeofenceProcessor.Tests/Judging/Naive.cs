using GeofenceProcessor.Judging;
using Tracker.Data.Fences;
using Tracker.Data.Geodesy;
using Tracker.Data.Reports;

namespace GeofenceProcessor.Tests.Judging;

/// <summary>The rules said again as simply as can be: every fence at every moment, no index, no prepared geometry.</summary>
internal static class Naive
{
    public static List<FenceEvent> Events(
        IReadOnlyList<FenceVersion> versions, IEnumerable<Fix> reports, double accuracyCap, DateTime horizon)
    {
        List<Fix> deciding = [.. reports.DistinctBy(fix => fix.Key).Where(fix => !(fix.AccuracyMetres > accuracyCap)).OrderBy(fix => fix.Key)];
        List<(DateTime At, Fix? Report)> moments =
        [
            .. versions.SelectMany(version => new[] { version.ValidFrom, version.ValidTo }).Distinct().Select(at => (at, (Fix?)null)),
            .. deciding.Select(fix => (fix.RecordedAt, (Fix?)fix)),
        ];
        HashSet<string> inside = [];
        List<FenceEvent> events = [];
        foreach ((DateTime at, Fix? report) in moments.OrderBy(moment => moment.At).ThenBy(moment => moment.Report?.Key.Fingerprint))
        {
            int before = deciding.FindLastIndex(fix => fix.RecordedAt < at);
            if (report is null && (before < 0 || at > horizon))
            {
                continue;
            }

            Fix position = report ?? deciding[before];
            List<FenceEvent> enters = [];
            foreach (IGrouping<string, FenceVersion> fence in versions.GroupBy(version => version.Key).OrderBy(fence => fence.Key, StringComparer.Ordinal))
            {
                FenceVersion? valid = fence.SingleOrDefault(version => version.ValidFrom <= at && at < version.ValidTo);
                FenceVersion? ended = fence.SingleOrDefault(version => version.ValidTo == at);
                if (inside.Contains(fence.Key))
                {
                    double slack = (valid?.MarginMetres ?? 0) + (position.AccuracyMetres ?? 0);
                    if (valid is null || DistanceOutside(valid.Shape, position) > slack)
                    {
                        inside.Remove(fence.Key);
                        events.Add(new FenceEvent(
                            fence.First().FenceId, (valid ?? ended)!.Version, FenceEventType.Exit, at, report?.Key.Fingerprint, Initial: false,
                            valid is null ? FenceEventReason.FenceEnded : report is null ? FenceEventReason.FenceChanged : FenceEventReason.Report));
                    }
                }
                else if (valid is not null && DistanceOutside(valid.Shape, position) <= 0)
                {
                    enters.Add(new FenceEvent(
                        valid.FenceId, valid.Version, FenceEventType.Enter, at, report?.Key.Fingerprint,
                        Initial: report is null || report == deciding[0],
                        report is not null ? FenceEventReason.Report : ended is null ? FenceEventReason.FenceBegan : FenceEventReason.FenceChanged));
                    inside.Add(fence.Key);
                }
            }

            events.AddRange(enters);
        }

        return events;
    }

    /// <summary>Metres to the area; 0 inside and on the border.</summary>
    public static double DistanceOutside(FenceShape shape, Fix at) => shape switch
    {
        CircleShape circle => Math.Max(0, Earth.DistanceMetres(circle.Latitude, circle.Longitude, at.Latitude, at.Longitude) - circle.RadiusMetres),
        PolygonShape polygons => polygons.Polygons.Min(polygon => DistanceOutside(polygon, at)),
        _ => throw new ArgumentOutOfRangeException(nameof(shape)),
    };

    public static bool Holds(FencePolygon polygon, double x, double y)
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

    // Along each edge in steps that hit its middle, where the tests stand.
    private static double DistanceOutside(FencePolygon polygon, Fix at) => Holds(polygon, at.Longitude, at.Latitude)
        ? 0
        : polygon.Rings.SelectMany(ring => ring.Zip(ring.Skip(1)))
            .Min(edge => Enumerable.Range(0, 201).Min(i => Earth.DistanceMetres(
                at.Latitude, at.Longitude,
                edge.First.Latitude + ((edge.Second.Latitude - edge.First.Latitude) * i / 200),
                edge.First.Longitude + ((edge.Second.Longitude - edge.First.Longitude) * i / 200))));
}
