using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using Tracker.Geo.Reports;
using TrackerFetcher.Sources.GtfsRealtime.Wire;

namespace TrackerFetcher.Sources.GtfsRealtime;

/// <summary>Reads reports from the vehicles of a feed.</summary>
internal static class VehicleReport
{
    /// <summary>Adds a vehicle to the batch, as a report or for the quarantine.</summary>
    public static void Read(FeedEntity entity, FeedHeader header, BatchBuilder batch)
    {
        VehiclePosition vehicle = entity.Vehicle;
        string key = string.IsNullOrWhiteSpace(vehicle.Vehicle?.Id) ? entity.Id : vehicle.Vehicle.Id;

        // A vehicle without a time has the time of its feed. Some feeds write 0 for none.
        ulong seconds = vehicle.Timestamp != 0 ? vehicle.Timestamp : header.Timestamp;
        if (seconds == 0)
        {
            batch.Reject(RejectionReason.MissingTime, "Neither the vehicle nor the feed's header has a time.", entity.ToString(), key);
            return;
        }

        if (!EventTime.TryFromUnix(seconds, out DateTime recordedAt))
        {
            batch.Reject(RejectionReason.Malformed, $"The time {seconds} is no Unix time.", entity.ToString(), key);
            return;
        }

        Position? position = vehicle.Position;
        NewReport report = new()
        {
            TrackerKey = key,
            RecordedAt = recordedAt,
            Latitude = position is { HasLatitude: true } ? Widen(position.Latitude) : double.NaN,
            Longitude = position is { HasLongitude: true } ? Widen(position.Longitude) : double.NaN,
            HeadingDegrees = position is { HasBearing: true } ? Widen(position.Bearing) : null,
            SpeedMetresPerSecond = position is { HasSpeed: true } ? Widen(position.Speed) : null,
        };
        batch.Add(report, entity, e => e.ToString());
    }

    /// <summary>The double with the shortest decimals that identify the float: 30.231535, not 30.231534957885742.</summary>
    private static double Widen(float value)
    {
        Span<byte> text = stackalloc byte[32];
        return float.IsFinite(value) && Utf8Formatter.TryFormat(value, text, out int length, new StandardFormat('R'))
            ? double.Parse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture)
            : value;
    }
}
