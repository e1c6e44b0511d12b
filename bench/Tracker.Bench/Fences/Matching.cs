using GeofenceProcessor.Indexing;
using Tracker.Bench.Figures;
using Tracker.Data.Fences;
using Tracker.Geo.Fences;
using Tracker.Geo.Fences.Areas;

namespace Tracker.Bench.Fences;

/// <summary>Which fences hold a place: by the index as the service asks it, and by asking all of them; on one thread, in its processor's time.</summary>
internal sealed class Matching
{
    private readonly FenceIndex _index;
    private readonly FenceArea[] _areas;
    private readonly List<IndexedVersion> _found = [];

    public Matching(FenceShape[] shapes)
    {
        _index = new FenceIndex(shapes.Select((shape, i) =>
            new FenceVersion(i, $"{i}", 1, FenceVersion.Always.From, FenceVersion.Always.To, shape, 0)));
        _areas = [.. shapes.Select(FenceArea.Of)];
    }

    /// <summary>How much of a processor all places take, and how many pairs of place and fence there are.</summary>
    public (Rate Rate, long Pairs) ByIndex((double Latitude, double Longitude)[] places)
    {
        long pairs = 0;
        TimeSpan started = Processor.OfThisThread();
        foreach ((double latitude, double longitude) in places)
        {
            PreparedPoint point = new(latitude, longitude);
            _found.Clear();
            _index.Find(new Box(longitude, latitude, longitude, latitude), _found);
            foreach (IndexedVersion version in _found)
            {
                if (version.Version.IsValidAt(DateTime.UnixEpoch) && version.Area.Contains(point))
                    pairs++;
            }
        }

        return (new Rate(places.Length, Processor.OfThisThread() - started), pairs);
    }

    public (Rate Rate, long Pairs) ByScan((double Latitude, double Longitude)[] places)
    {
        long pairs = 0;
        TimeSpan started = Processor.OfThisThread();
        foreach ((double latitude, double longitude) in places)
        {
            PreparedPoint point = new(latitude, longitude);
            foreach (FenceArea area in _areas)
            {
                if (area.Contains(point))
                    pairs++;
            }
        }

        return (new Rate(places.Length, Processor.OfThisThread() - started), pairs);
    }
}
