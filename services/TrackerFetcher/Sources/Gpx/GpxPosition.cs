using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace TrackerFetcher.Sources.Gpx;

/// <summary>How many points of which file were read. GPX ends with a closing tag, so a file is rewritten rather than appended to.</summary>
internal sealed record GpxPosition(long Points, long Length, long WrittenTicks)
{
    private const string Version = "gpx1";

    public static GpxPosition Start(SafeFileHandle file) => new(0, RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file).Ticks);

    /// <summary>The position that the text holds if the file is unchanged, otherwise its start.</summary>
    public static GpxPosition Of(SafeFileHandle file, string? text)
    {
        GpxPosition start = Start(file);
        string[] parts = text?.Split(':') ?? [];
        if (parts is [Version, { } points, ..] && long.TryParse(points, NumberStyles.None, CultureInfo.InvariantCulture, out long count))
        {
            GpxPosition position = start with { Points = count };
            return string.Equals(position.ToString(), text, StringComparison.Ordinal) ? position : start;
        }

        return start;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Version}:{Points}:{Length}:{WrittenTicks}");
}
