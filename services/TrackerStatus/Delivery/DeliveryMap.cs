using Tracker.Data.Fences;
using Tracker.Geo.Fences;
using Tracker.Geo.Fences.Areas;
using Tracker.Geo.Reports;

namespace TrackerStatus.Delivery;

/// <summary>A place where trackers are delivered to during a stretch of event time: a version of a fence. Its border is inside.</summary>
/// <param name="Id">The fence.</param>
/// <param name="Area">Where.</param>
/// <param name="ValidFrom">Event time, UTC, inclusive.</param>
/// <param name="ValidTo">Event time, UTC, exclusive.</param>
/// <param name="TrackerIds">The trackers that are delivered there; null for all.</param>
internal sealed record DeliveryPlace(long Id, FenceArea Area, DateTime ValidFrom, DateTime ValidTo, IReadOnlySet<long>? TrackerIds = null)
{
    /// <summary>A circle that is valid always.</summary>
    public static DeliveryPlace Circle(long id, double latitude, double longitude, double radiusMetres) =>
        new(id, FenceArea.Of(new CircleShape(latitude, longitude, radiusMetres)), FenceVersion.Always.From, FenceVersion.Always.To);

    public bool IsFor(long trackerId, DateTime recordedAt) => ValidFrom <= recordedAt && recordedAt < ValidTo && TrackerIds?.Contains(trackerId) != false;
}

/// <summary>All places where trackers are delivered to, to find the one that a report is in. Immutable.</summary>
internal sealed class DeliveryMap
{
    private readonly (Box Box, DeliveryPlace Place)[] _boxes;
    private readonly double[] _souths;
    private readonly double _tallest;

    public DeliveryMap(IEnumerable<DeliveryPlace> places)
    {
        _boxes = [.. places.SelectMany(place => place.Area.Boxes.Select(box => (box, place))).OrderBy(row => row.box.South)];
        _souths = [.. _boxes.Select(row => row.Box.South)];
        _tallest = _boxes.Select(row => row.Box.North - row.Box.South).DefaultIfEmpty(0).Max();
    }

    /// <summary>The place that a report is in, of several the first that was made; null: none.</summary>
    public long? At(long trackerId, Fix report)
    {
        Place place = new(report.Latitude, report.Longitude);
        long? found = null;
        for (int i = FirstFrom(report.Latitude - _tallest); i < _boxes.Length && _souths[i] <= report.Latitude; i++)
        {
            (Box box, DeliveryPlace candidate) = _boxes[i];
            if (box.North >= report.Latitude && !(candidate.Id >= found) && candidate.IsFor(trackerId, report.RecordedAt) && candidate.Area.Holds(place))
            {
                found = candidate.Id;
            }
        }

        return found;
    }

    // The search may hit any of several equal ones.
    private int FirstFrom(double south)
    {
        int found = Array.BinarySearch(_souths, south);
        return found < 0 ? ~found : Array.IndexOf(_souths, _souths[found]);
    }
}
