using Tracker.Data.Geodesy;
using Tracker.Data.Reports;

namespace TrackerStatus.Delivery;

/// <summary>A place where trackers are delivered to: a circle, its border inside.</summary>
internal readonly record struct DeliveryPlace(long Id, double Latitude, double Longitude, double RadiusMetres);

/// <summary>All delivery locations, to find the one that a report is in.</summary>
internal sealed class DeliveryMap
{
    private readonly DeliveryPlace[] _byLatitude;
    private readonly double[] _latitudes;
    private readonly double _reachDegrees;

    public DeliveryMap(IEnumerable<DeliveryPlace> places)
    {
        _byLatitude = [.. places.OrderBy(place => place.Latitude)];
        _latitudes = [.. _byLatitude.Select(place => place.Latitude)];
        _reachDegrees = _byLatitude.Select(place => place.RadiusMetres / Earth.MetresPerDegree).DefaultIfEmpty(0).Max();
    }

    public bool IsEmpty => _byLatitude.Length == 0;

    /// <summary>The location that a report is in, of several the first that was made; null: none.</summary>
    public long? At(Fix report)
    {
        int found = Array.BinarySearch(_latitudes, report.Latitude - _reachDegrees);
        long? place = null;
        // The search may hit any of several equal latitudes.
        for (int i = found < 0 ? ~found : Array.IndexOf(_latitudes, _latitudes[found]); i < _latitudes.Length && _latitudes[i] <= report.Latitude + _reachDegrees; i++)
        {
            DeliveryPlace candidate = _byLatitude[i];
            if (!(candidate.Id >= place)
                && Earth.DistanceMetres(candidate.Latitude, candidate.Longitude, report.Latitude, report.Longitude) <= candidate.RadiusMetres)
            {
                place = candidate.Id;
            }
        }

        return place;
    }
}
