using GeofenceProcessor.Indexing;
using Tracker.Bench.Figures;
using Tracker.Data.Fences;
using Tracker.Geo.Fences;
using Tracker.Geo.Fences.Areas;

namespace Tracker.Bench.Fences;

/// <summary>Finds the fences that contain a place, by the service's index and by a scan. Measures the CPU time of one thread.</summary>
internal sealed class FenceMatching
{
    private readonly FenceIndex _index;
    private readonly FenceArea[] _areas;
    private readonly List<IndexedVersion> _found = [];

    public FenceMatching(FenceShape[] shapes)
    {
        _index = new FenceIndex(shapes.Select((shape, i) =>
            new FenceVersion(i, $"{i}", 1, FenceVersion.Always.From, FenceVersion.Always.To, shape, 0)));
        _areas = [.. shapes.Select(FenceArea.Of)];
    }

    /// <summary>Matches all places by the index. Returns the rate and the number of matches.</summary>
    public (Rate Rate, long Pairs) ByIndex((double Latitude, double Longitude)[] places)
    {
        long pairs = 0;
        TimeSpan started = CpuTime.OfCurrentThread();
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

        return (new Rate(places.Length, CpuTime.OfCurrentThread() - started), pairs);
    }

    public (Rate Rate, long Pairs) ByScan((double Latitude, double Longitude)[] places)
    {
        long pairs = 0;
        TimeSpan started = CpuTime.OfCurrentThread();
        foreach ((double latitude, double longitude) in places)
        {
            PreparedPoint point = new(latitude, longitude);
            foreach (FenceArea area in _areas)
            {
                if (area.Contains(point))
                    pairs++;
            }
        }

        return (new Rate(places.Length, CpuTime.OfCurrentThread() - started), pairs);
    }
}
