using Tracker.Data.Fences;
using Tracker.Geo.Fences;
using Tracker.Geo.Fences.Areas;
using Tracker.Geo.Reports;

namespace TrackerStatus.Delivery;

/// <summary>A delivery location during an interval of event time: a version of a fence. Points on its border are inside.</summary>
/// <param name="Id">The fence.</param>
/// <param name="Area">Its area.</param>
/// <param name="ValidFrom">Event time, UTC, inclusive.</param>
/// <param name="ValidTo">Event time, UTC, exclusive.</param>
/// <param name="TrackerIds">The trackers that are delivered there; null for all.</param>
internal sealed record DeliveryLocation(long Id, FenceArea Area, DateTime ValidFrom, DateTime ValidTo, IReadOnlySet<long>? TrackerIds = null)
{
    /// <summary>Creates a circle that is always valid.</summary>
    public static DeliveryLocation Circle(long id, double latitude, double longitude, double radiusMetres) =>
        new(id, FenceArea.Of(new CircleShape(latitude, longitude, radiusMetres)), FenceVersion.Always.From, FenceVersion.Always.To);

    public bool IsFor(long trackerId, DateTime recordedAt) => ValidFrom <= recordedAt && recordedAt < ValidTo && TrackerIds?.Contains(trackerId) != false;
}

/// <summary>All delivery locations, indexed by latitude. Immutable and thread-safe.</summary>
internal sealed class DeliveryMap
{
    private readonly (Box Box, DeliveryLocation Location)[] _boxes;
    private readonly double[] _souths;
    private readonly double _tallest;

    public DeliveryMap(IEnumerable<DeliveryLocation> locations)
    {
        _boxes = [.. locations.SelectMany(location => location.Area.Boxes.Select(box => (box, location))).OrderBy(row => row.box.South)];
        _souths = [.. _boxes.Select(row => row.Box.South)];
        _tallest = _boxes.Select(row => row.Box.North - row.Box.South).DefaultIfEmpty(0).Max();
    }

    /// <summary>Returns the location that contains the report, the oldest if there are several; null if there is none.</summary>
    public long? At(long trackerId, Fix report)
    {
        PreparedPoint point = new(report.Latitude, report.Longitude);
        long? found = null;
        for (int i = FirstFrom(report.Latitude - _tallest); i < _boxes.Length && _souths[i] <= report.Latitude; i++)
        {
            (Box box, DeliveryLocation candidate) = _boxes[i];
            if (box.North >= report.Latitude && !(candidate.Id >= found) && candidate.IsFor(trackerId, report.RecordedAt) && candidate.Area.Contains(point))
            {
                found = candidate.Id;
            }
        }

        return found;
    }

    // The binary search may find any of several equal values.
    private int FirstFrom(double south)
    {
        int found = Array.BinarySearch(_souths, south);
        return found < 0 ? ~found : Array.IndexOf(_souths, _souths[found]);
    }
}
