using FsCheck;
using FsCheck.Fluent;
using GeofenceProcessor.Tests.Judging;
using Tracker.Data.Fences;
using Tracker.Geo.Fences;
using Tracker.Geo.Reports;

namespace GeofenceProcessor.Tests.Recomputing;

/// <summary>
/// The random worlds spread over twelve kilometres: a tracker stays in one of them for some reports, and a fence mostly
/// stays in its own. Half of them lie across the antimeridian; every fourth fence has active hours.
/// </summary>
internal sealed record WideWorlds(Fix[] History, FenceVersion[] Fences)
{
    private const int Parts = 12;
    private const double PartDegrees = 1_000 / RandomWorlds.MetresPerDegree;
    private static readonly ActiveHours Hours = ActiveHours.Parse("00:20-01:10; 02:00-05:00; 06:00-06:30", "Etc/UTC");

    public static readonly Gen<(WideWorlds World, int Seed)> All = Gen.Zip(
            Gen.Zip(RandomWorlds.Histories, RandomWorlds.Fences), Gen.Choose(0, int.MaxValue - 1))
        .Select(given => (Of(given.Item1.Item1, given.Item1.Item2, new Random(given.Item2)), given.Item2));

    private static WideWorlds Of(Fix[] history, FenceVersion[] fences, Random random)
    {
        bool across = random.Next(2) == 0;
        int[] parts = [.. Enumerable.Range(0, (history.Length / 8) + 1).Select(_ => random.Next(Parts))];
        Dictionary<long, int> homes = fences.Select(version => version.FenceId).Distinct().ToDictionary(id => id, _ => random.Next(Parts));
        HashSet<long> timed = [.. homes.Keys.Where(_ => random.Next(4) == 0)];
        return new WideWorlds(
            [.. history.Select((fix, i) => Moved(fix, parts[i / 8], across))],
            [.. fences.Select(version => version with
            {
                Shape = Moved(version.Shape, random.Next(4) == 0 ? random.Next(Parts) : homes[version.FenceId], across),
                Terms = version.Terms with { Hours = timed.Contains(version.FenceId) ? Hours : null },
            })]);
    }

    private static Fix Moved(Fix fix, int part, bool across)
    {
        (double latitude, double longitude) = Moved(fix.Latitude, fix.Longitude, part, across);
        return fix with { Latitude = latitude, Longitude = longitude };
    }

    private static FenceShape Moved(FenceShape shape, int part, bool across)
    {
        switch (shape)
        {
            case CircleShape circle:
                (double latitude, double longitude) = Moved(circle.Latitude, circle.Longitude, part, across);
                return circle with { Latitude = latitude, Longitude = longitude };
            case PolygonShape polygons:
                return new PolygonShape([.. polygons.Polygons.Select(polygon => new FencePolygon([.. polygon.Outer.Select(Point)], []))]);
            default:
                throw new ArgumentOutOfRangeException(nameof(shape));
        }

        FencePoint Point(FencePoint point)
        {
            (double latitude, double longitude) = Moved(point.Latitude, point.Longitude, part, across);
            return new FencePoint(longitude, latitude);
        }
    }

    // North of 45°, or eastwards along the equator with the antimeridian in the middle.
    private static (double Latitude, double Longitude) Moved(double latitude, double longitude, int part, bool across)
    {
        double along = latitude - 45 + (part * PartDegrees);
        return across ? (longitude - 7, Math.IEEERemainder(180 + along - (Parts / 2 * PartDegrees), 360)) : (45 + along, longitude);
    }
}
