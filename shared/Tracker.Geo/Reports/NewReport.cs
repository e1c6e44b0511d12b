using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Tracker.Geo.Reports;

/// <summary>A report from a source that is not yet stored. <see cref="ReportRules"/> decides whether it is valid.</summary>
public sealed record NewReport
{
    /// <summary>The identifier of the tracker at its source, such as a vehicle id; 1 to 200 characters.</summary>
    public required string TrackerKey { get; init; }

    /// <summary>Event time, UTC.</summary>
    public required DateTime RecordedAt { get; init; }

    /// <summary>Degrees, WGS 84, -90 to 90.</summary>
    public required double Latitude { get; init; }

    /// <summary>Degrees, WGS 84, -180 to 180.</summary>
    public required double Longitude { get; init; }

    /// <summary>One standard deviation in metres; null if unknown.</summary>
    public double? AccuracyMetres { get; init; }

    /// <summary>Metres above the ellipsoid or above sea level, depending on the source.</summary>
    public double? AltitudeMetres { get; init; }

    /// <summary>Metres per second.</summary>
    public double? SpeedMetresPerSecond { get; init; }

    /// <summary>Degrees clockwise from north, 0 to 360.</summary>
    public double? HeadingDegrees { get; init; }

    /// <summary>Percent, 0 to 100.</summary>
    public double? BatteryPercent { get; init; }

    /// <summary>
    /// The first eight bytes of the SHA-256 hash over everything except the tracker and the time. Equal reports have equal
    /// fingerprints in every process and version.
    /// </summary>
    public long Fingerprint()
    {
        Span<byte> reported = stackalloc byte[7 * sizeof(double)];
        ReadOnlySpan<double> values =
        [
            Latitude, Longitude, AccuracyMetres ?? double.NaN, AltitudeMetres ?? double.NaN,
            SpeedMetresPerSecond ?? double.NaN, HeadingDegrees ?? double.NaN, BatteryPercent ?? double.NaN,
        ];
        for (int i = 0; i < values.Length; i++)
        {
            // -0.0 equals 0.0, and every NaN means that the value is absent.
            double value = values[i] switch { 0 => 0, double.NaN => double.NaN, _ => values[i] };
            BinaryPrimitives.WriteDoubleLittleEndian(reported[(i * sizeof(double))..], value);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(reported, hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}
