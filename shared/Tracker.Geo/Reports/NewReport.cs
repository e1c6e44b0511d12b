using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Tracker.Geo.Reports;

/// <summary>A report as a source said it, valid (<see cref="ReportRules"/>) and not yet stored.</summary>
public sealed record NewReport
{
    /// <summary>The tracker's name at its source (a vehicle id, a key), 1 to 200 characters.</summary>
    public required string TrackerKey { get; init; }

    /// <summary>Event time, UTC.</summary>
    public required DateTime RecordedAt { get; init; }

    /// <summary>Degrees, WGS 84.</summary>
    public required double Latitude { get; init; }

    /// <summary>Degrees, WGS 84.</summary>
    public required double Longitude { get; init; }

    /// <summary>One standard deviation in metres; null where unknown.</summary>
    public double? AccuracyMetres { get; init; }

    /// <summary>Metres above the ellipsoid or the sea, as the source has it.</summary>
    public double? AltitudeMetres { get; init; }

    /// <summary>Metres per second.</summary>
    public double? SpeedMetresPerSecond { get; init; }

    /// <summary>Degrees clockwise from north, 0 to 360.</summary>
    public double? HeadingDegrees { get; init; }

    /// <summary>Percent, 0 to 100.</summary>
    public double? BatteryPercent { get; init; }

    /// <summary>
    /// The first eight bytes of SHA-256 over everything reported but the tracker and the time: equal reports have equal
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
            // -0.0 and 0.0 are one place; every NaN is one absence.
            double value = values[i] == 0 ? 0 : double.IsNaN(values[i]) ? double.NaN : values[i];
            BinaryPrimitives.WriteDoubleLittleEndian(reported[(i * sizeof(double))..], value);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(reported, hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}
