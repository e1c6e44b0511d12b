using System.Globalization;

namespace EFCore.ReadWriteSplitting.Configuration;

/// <summary>A size with its unit, in powers of 1024 as in PostgreSQL.</summary>
internal static class SizeWithUnit
{
    private static readonly (string Unit, int Shift)[] Units = [("KB", 10), ("MB", 20), ("GB", 30), ("TB", 40)];

    /// <summary>Parses <c>512KB</c>, <c>10MB</c>, <c>1GB</c>; from 1 KB to 1 TB.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        (string unit, int shift) = Array.Find(Units, one => text.EndsWith(one.Unit, StringComparison.OrdinalIgnoreCase));
        if (unit is null || !int.TryParse(text.AsSpan(0, text.Length - unit.Length).TrimEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return false;
        }

        bytes = (long)number << shift;
        return number >= 1 && bytes <= 1L << 40 && bytes >> shift == number;
    }
}
